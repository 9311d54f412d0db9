#!/usr/bin/env node
/** CDK entry: `npx cdk synth`, `npx cdk deploy --all -c tenant=acme -c region=eu-central-1`. */
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { readConfig } from '../lib/infra/config.ts';
import { deployment } from '../lib/infra/deployment.ts';
import { prune } from '../lib/infra/folders.ts';
import { BUNDLES, makeSite } from '../lib/infra/make-site.ts';
import { packageRoot } from '../lib/infra/package-root.ts';
import { prepare } from '../lib/infra/report.ts';

const WEEK = 7 * 24 * 3600 * 1000;

// Evidence outlives its readers: a stack that another one reads from cannot be deleted under it.
const strong = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };
const app = new App({ postCliContext: { ...flags, ...strong } });
const config = readConfig((key) => app.node.tryGetContext(key));
const root = packageRoot();
const site = makeSite(config, root);
// Who has started this with a channel (the command line) shows how far it is.
prepare(site, deployment, process.send?.bind(process) ?? (() => {}));
deployment(app, site);
app.synth();
// Each edit of a handler or a workflow leaves a bundle behind.
prune(join(root, BUNDLES), Date.now() - WEEK);
