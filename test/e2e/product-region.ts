/**
 * The deployed product in a process of its own, to be killed: `node product-region.ts <assembly> <folder> <port>`.
 * Prints the outputs of the stacks once everything stands.
 */
import { createRegion } from '../../lib/region/region.ts';
import { MODELS } from '../support/models.ts';

const [assembly = '', dataDir = '', port] = process.argv.slice(2);
const log = (level: string, message: string) => level === 'info' || console.error(message);
const region = await createRegion({ dataDir, port: Number(port), models: MODELS, log });
await region.deploy(assembly);
console.log(JSON.stringify(region.outputs));
