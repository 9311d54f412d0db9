/** The app of bin/app.ts with one fixed folder for the code of every function: what CDK and cdk-nag alone cost. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { readConfig } from '../../lib/infra/config.ts';
import { deployment } from '../../lib/infra/deployment.ts';
import { makeSite } from '../../lib/infra/make-site.ts';
import { root } from './tree.ts';

const folder = join(root, '.countersign/bench-code');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'index.mjs'), 'export const handler = () => {};');

const app = new App({ postCliContext: { ...flags, '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
const config = readConfig((key) => app.node.tryGetContext(key));
deployment(app, { ...makeSite(config, root), prepare: () => {}, code: () => folder });
app.synth();
