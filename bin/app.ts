#!/usr/bin/env node
/** CDK entry: `npx cdk synth`, `npx cdk deploy --all -c tenant=acme -c region=eu-central-1`. */
import { dirname } from 'node:path';
import { App } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { readConfig } from '../lib/infra/config.ts';
import { deployment } from '../lib/infra/deployment.ts';

const app = new App({ postCliContext: flags });
await deployment(
  app,
  readConfig((key) => app.node.tryGetContext(key)),
  { root: dirname(import.meta.dirname) },
);
