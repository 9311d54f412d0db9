import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { Site } from './site.ts';
import { AuditStack } from './stacks/audit.ts';
import { ControlPlaneStack } from './stacks/control-plane.ts';
import { DataPlaneStack } from './stacks/data-plane.ts';
import { LedgerStack } from './stacks/ledger.ts';
import { WorkflowStack } from './stacks/workflow.ts';

/** All stacks of one tenant in one region. Order matters only to the reader: CDK finds the dependencies by itself. */
export function deployment(app: App, site: Site): void {
  const { config } = site;
  const env = { region: config.region, ...(config.account && { account: config.account }) };
  const name = (part: string) => `Countersign-${config.tenant}-${config.region}-${part}`;
  const props = (part: string) => ({ env, stackName: name(part), tags: { tenant: config.tenant } });

  const ledger = new LedgerStack(app, name('Ledger'), config, props('Ledger'));
  const audit = new AuditStack(app, name('Audit'), site, ledger, props('Audit'));
  const control = new ControlPlaneStack(app, name('ControlPlane'), site, ledger, audit, props('ControlPlane'));
  const data = new DataPlaneStack(app, name('DataPlane'), site, ledger, control.url, props('DataPlane'));
  for (const workflow of site.workflows) {
    const part = `Workflow-${workflow.program.name}`;
    new WorkflowStack(app, name(part), site, workflow, data.resources, props(part));
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}
