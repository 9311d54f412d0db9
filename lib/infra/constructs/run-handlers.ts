import { Duration } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { allow, decrypt, readObjects, writeObjects } from '../grants.ts';
import type { Resources } from '../resources.ts';
import type { CompiledWorkflow, Site } from '../site.ts';
import { ledgerAccess } from '../step-access.ts';
import { Handler } from './handler.ts';
import type { Machine } from './machine.ts';
import { type Occasions, ruleTo } from './rule.ts';

/** What stands around a workflow's machine: who asks for runs, starts, stops, resumes and settles them. */
export class RunHandlers extends Construct {
  private readonly site: Site;
  private readonly workflow: CompiledWorkflow;
  private readonly resources: Resources;

  constructor(scope: Construct, id: string, site: Site, workflow: CompiledWorkflow, resources: Resources) {
    super(scope, id);
    this.site = site;
    this.workflow = workflow;
    this.resources = resources;
  }

  /** An occasion of the outside asks for a run. */
  trigger(occasions: Occasions): void {
    const { payloads } = this.resources.ledger.buckets;
    const environment = { COUNTERSIGN_BUCKET_PAYLOADS: payloads.bucketName };
    ruleTo(this.handler('Trigger', 'Asks for a run', [writeObjects(payloads)], environment), 'Event', occasions);
  }

  /** A run that was asked for, starts; one that is to be stopped, stops. */
  startAndStop(machine: Machine, undo: Machine): void {
    const machines = JSON.stringify({ [this.name]: machine.versionArn });
    const start = this.handler(
      'Start',
      'Starts a run',
      [allow(['states:StartExecution'], [machine.arn, machine.versionArn])],
      {
        COUNTERSIGN_MACHINES: machines,
        COUNTERSIGN_UNDO_MACHINE: undo.versionArn,
      },
    );
    ruleTo(start, 'Requested', this.of('run.requested'));
    const stop = this.handler('Stop', 'Stops a run', [allow(['states:StopExecution'], [machine.executionsArn])], {
      COUNTERSIGN_MACHINES: machines,
    });
    ruleTo(stop, 'StopRequested', this.of('run.stop-requested'));
  }

  /** A decision reaches the run that waits for it. This function alone can read task tokens. */
  resume(machines: readonly Machine[]): void {
    const { taskTokenKey, buckets } = this.resources.ledger;
    const beats = this.has('signal') ? ['states:SendTaskHeartbeat'] : [];
    const actions = ['states:SendTaskSuccess', 'states:SendTaskFailure', ...beats];
    const handler = this.handler(
      'Resume',
      'Hands a decision to the waiting run',
      [
        allow(
          actions,
          machines.map(({ arn }) => arn),
        ),
        decrypt(taskTokenKey),
        readObjects(buckets.payloads),
      ],
      {
        COUNTERSIGN_TOKEN_KEY: taskTokenKey.keyArn,
        COUNTERSIGN_BUCKET_PAYLOADS: buckets.payloads.bucketName,
      },
    );
    for (const [kind, types] of Object.entries(RESUMING))
      for (const type of this.has(kind) ? types : []) ruleTo(handler, pascal(type), this.of(type));
    if (this.has('workflow')) ruleTo(handler, 'ChildEnded', this.ofChildren());
  }

  /** The end of an execution becomes the end of its run; what no Catch sees is undone from here, by any version of the undo machine. */
  settle(machine: Machine, undo: Machine): void {
    const handler = this.handler(
      'Settle',
      'Settles a run that has ended',
      [allow(['states:StartExecution'], [undo.arn])],
      {
        COUNTERSIGN_UNDO_MACHINE: undo.versionArn,
      },
    );
    const detail = { stateMachineArn: [machine.arn], status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] };
    const detailType = ['Step Functions Execution Status Change'];
    ruleTo(handler, 'Ended', { eventPattern: { source: ['aws.states'], detailType, detail } });
  }

  private has(kind: string): boolean {
    return Object.values(this.workflow.program.steps).some((step) => step.kind === kind);
  }

  /** Ends of runs that a step of this workflow has asked for. */
  private ofChildren(): Occasions {
    const detail = { data: { parent: { workflow: [this.name] } } };
    const detailType = ['run.succeeded', 'run.rejected', 'run.excepted', 'run.stopped'];
    return { eventPattern: { source: ['countersign'], detailType, detail }, eventBus: this.resources.ledger.bus };
  }

  private get name(): string {
    return this.workflow.program.name;
  }

  /** Audit entries of this workflow's runs, as the ledger publishes them. */
  private of(type: string): Occasions {
    const eventPattern = { source: ['countersign'], detailType: [type], detail: { workflow: [this.name] } };
    return { eventPattern, eventBus: this.resources.ledger.bus };
  }

  private handler(
    id: string,
    does: string,
    statements: PolicyStatement[],
    environment: Record<string, string>,
  ): Handler {
    const access = ledgerAccess(this.resources);
    return new Handler(this, id, {
      description: `${this.name}: ${does}`,
      code: this.site.code(`lambdas/data-plane/${id.toLowerCase()}.ts`, { program: this.workflow.program }),
      environment: { ...access.environment, ...environment },
      statements: [...access.statements, ...statements],
      timeout: Duration.seconds(30),
      deadLetters: true,
    });
  }
}

/** Entries after which a step may have its answer, by the kind of step that waits. */
const RESUMING = {
  approval: ['approval.decided', 'approval.expired', 'approval.token-renewed'],
  signal: ['signal.received', 'signal.taken', 'signal.token-renewed', 'signal.heartbeat'],
  workflow: ['child.token-renewed'],
};

const pascal = (type: string): string =>
  type.replaceAll(/(?:^|[.-])(\w)/g, (_, letter: string) => letter.toUpperCase());
