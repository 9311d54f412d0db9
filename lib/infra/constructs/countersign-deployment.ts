import { Aspects, Stack } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { type AppSite, appSite } from '../app-site.ts';
import { type DeploymentConfig, readConfig } from '../config.ts';
import type { Resources } from '../resources.ts';
import type { CompiledWorkflow, Site } from '../site.ts';
import { Audit } from './audit.ts';
import { ControlPlane } from './control-plane.ts';
import { DataPlane } from './data-plane.ts';
import { Ledger } from './ledger.ts';

/** What is not given comes from CDK context of the same name (docs/operating.md), then from defaults. */
export interface CountersignDeploymentProps
  extends Partial<Omit<DeploymentConfig, 'region' | 'account' | 'workflows'>> {
  /** Folder with `directory.yaml` (people and roles) and, where a team has its own, Cedar policies. Default: `policies`. */
  policies?: string;
}

/** What the governed workflows of a tenant share: ledger, audit log, bus, keys, buckets, HTTP API, pages, queues. */
export class CountersignDeployment extends Construct {
  /** Public address of API and pages. */
  readonly url: string;
  readonly resources: Resources;
  private readonly own: AppSite;

  constructor(scope: Construct, id: string, { policies = 'policies', ...given }: CountersignDeploymentProps = {}) {
    super(scope, id);
    const wanted: Record<string, unknown> = given;
    const config = readConfig((key) => wanted[key] ?? this.node.tryGetContext(key));
    this.own = appSite({ ...config, region: Stack.of(this).region }, policies);
    const ledger = new Ledger(this, 'Ledger', this.own.config);
    const audit = new Audit(this, 'Audit', this.own, ledger);
    const control = new ControlPlane(this, 'ControlPlane', this.own, ledger, audit);
    this.url = control.url;
    this.resources = new DataPlane(this, 'DataPlane', this.own, ledger, this.url).resources;
    // The API carries the programs of all workflows, and the last of them is known only when the app is complete.
    Aspects.of(control).add({ visit: (node: IConstruct) => node === control && control.serve() });
  }

  /** The deployment that the workflows of a stack share when they are given none. */
  static sharedBy(scope: Construct): CountersignDeployment {
    const stack = Stack.of(scope);
    const found = stack.node.tryFindChild(SHARED);
    return found instanceof CountersignDeployment ? found : new CountersignDeployment(stack, SHARED);
  }

  get site(): Site {
    return this.own;
  }

  /** Makes a workflow known to API and pages. Throws where another has its name. */
  add(workflow: CompiledWorkflow): void {
    const { name } = workflow.program;
    const other = this.own.workflows.find(({ program }) => program.name === name);
    if (other)
      throw new Error(
        `two workflows of this deployment are called ${name}: in ${other.folder} and in ${workflow.folder}; rename one`,
      );
    this.own.workflows.push(workflow);
  }
}

const SHARED = 'Countersign';
