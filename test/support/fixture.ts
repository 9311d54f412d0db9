import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { parse } from 'yaml';
import { checkChildren } from '../../lib/infra/children.ts';
import { readConfig } from '../../lib/infra/config.ts';
import { deployment } from '../../lib/infra/deployment.ts';
import { makeCode } from '../../lib/infra/make-code.ts';
import { readWorkflow } from '../../lib/infra/read-workflow.ts';
import type { Site } from '../../lib/infra/site.ts';
import { readDirectory } from '../../lib/policy/directory.ts';
import { readPolicies } from '../../lib/policy/read.ts';
import { MODEL } from './models.ts';

const root = join(import.meta.dirname, '../..');
const flags = JSON.parse(readFileSync(join(root, 'node_modules/aws-cdk-lib/recommended-feature-flags.json'), 'utf8'));

/** The folder of an assembly with these fixture workflows in place of the shipped ones; their functions are bundled. */
export function fixtureAssembly(...names: string[]): string {
  process.env.CDK_VALIDATION = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'fixture-'));
  const app = new App({ outdir, postCliContext: { ...flags, '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
  deployment(app, siteOf(names));
  app.synth();
  return outdir;
}

export function siteOf(names: readonly string[]): Site {
  const workflows = names.map((name) => readWorkflow(resolve(root, 'test/e2e/fixtures', name)));
  checkChildren(workflows);
  const policies = readPolicies(join(root, 'policies'));
  const directory = readDirectory(parse(readFileSync(join(root, 'policies/directory.yaml'), 'utf8')));
  const code = makeCode({ policies, directory, workflows }, { root, cache: join(root, '.countersign/bundles') });
  const config = readConfig((key) => ({ tenant: 'acme', model: MODEL })[key]);
  return { config, root, workflows, ...code };
}
