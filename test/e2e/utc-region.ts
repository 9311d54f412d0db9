/** Started by `utc.test.ts` with a time zone of its own: prints where a handler believes to be. */
import { WholeRegion } from '../region/lambda/whole-region.ts';

const region = await new WholeRegion(String(process.argv[2])).start();
region.role();
await region.function(`export const handler = async () => ({
  offset: new Date(0).getTimezoneOffset(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone, hour: new Date(0).getHours() });`);
const { Payload } = await region.call('lambda', 'Invoke', { FunctionName: 'fn' });
process.stdout.write(Buffer.from(Payload).toString('utf8'));
await region.running.stop();
