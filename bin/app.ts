#!/usr/bin/env node
/** CDK entry: `npx cdk synth`, `npx cdk deploy --all -c tenant=acme -c region=eu-central-1`. */
import { App } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { readConfig } from '../lib/infra/config.ts';
import { deployment } from '../lib/infra/deployment.ts';
import { makeSite } from '../lib/infra/make-site.ts';
import { packageRoot } from '../lib/infra/package-root.ts';
import { prepare } from '../lib/infra/report.ts';

// Evidence outlives its readers: a stack that another one reads from cannot be deleted under it.
const strong = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };
const app = new App({ postCliContext: { ...flags, ...strong } });
const config = readConfig((key) => app.node.tryGetContext(key));
const site = makeSite(config, packageRoot());
// Who has started this with a channel (the command line) shows how far it is.
prepare(site, deployment, process.send?.bind(process) ?? (() => {}));
deployment(app, site);
app.synth();
