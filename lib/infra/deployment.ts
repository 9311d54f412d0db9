import { type App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { Audit } from './constructs/audit.ts';
import { ControlPlane } from './constructs/control-plane.ts';
import { DataPlane } from './constructs/data-plane.ts';
import { Ledger } from './constructs/ledger.ts';
import { Workflow } from './constructs/workflow.ts';
import type { Site } from './site.ts';

/** Id of the one construct of a stack: CDK leaves it out of the ids of resources. */
const ONLY = 'Default';

/** All stacks of one tenant in one region. Order matters only to the reader: CDK finds the dependencies by itself. */
export function deployment(app: App, site: Site): void {
  const { config } = site;
  const env = { region: config.region, ...(config.account && { account: config.account }) };
  const name = (part: string) => `Countersign-${config.tenant}-${config.region}-${part}`;
  const stack = (part: string) =>
    new Stack(app, name(part), { env, stackName: name(part), tags: { tenant: config.tenant } });

  const ledger = new Ledger(stack('Ledger'), ONLY, config);
  const audit = new Audit(stack('Audit'), ONLY, site, ledger);
  const control = new ControlPlane(stack('ControlPlane'), ONLY, site, ledger, audit);
  control.serve();
  const data = new DataPlane(stack('DataPlane'), ONLY, site, ledger, control.url);
  for (const workflow of site.workflows)
    new Workflow(stack(`Workflow-${workflow.program.name}`), ONLY, site, workflow, data.resources);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}
