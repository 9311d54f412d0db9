import { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { undoMachine } from '../../compile/undo.ts';
import type { ApprovalTimers } from '../approval-access.ts';
import { allow } from '../grants.ts';
import { occasionsOf } from '../occasions.ts';
import type { Resources } from '../resources.ts';
import type { CompiledWorkflow, Site } from '../site.ts';
import { governed, mailAccess, merge } from '../step-access.ts';
import { type ForwardMachines, forwardMachines } from './forward-machines.ts';
import { Handler, PinnedHandler } from './handler.ts';
import { Machine } from './machine.ts';
import { RunHandlers } from './run-handlers.ts';
import { stepHandlers } from './step-handlers.ts';

/** One workflow: a function for each governed step, its machine and undo machine, and what starts and ends its runs. */
export class Workflow extends Construct {
  readonly machine: Machine;
  private readonly site: Site;
  private readonly workflow: CompiledWorkflow;
  private readonly resources: Resources;

  constructor(scope: Construct, id: string, site: Site, workflow: CompiledWorkflow, resources: Resources) {
    super(scope, id);
    this.site = site;
    this.workflow = workflow;
    this.resources = resources;
    const steps = stepHandlers(this, site, workflow, resources, this.approvalTimers());
    const exception = this.exceptionHandler();
    const undo = this.undo(steps, exception);
    const machines = this.forward(steps, exception, undo);
    this.machine = machines.main;
    this.aroundRuns(machines, undo);
  }

  /** Escalations and expiries come from outside the wait, so that they never disturb it. */
  private approvalTimers(): ApprovalTimers {
    const access = merge(governed(this.resources), mailAccess(this.resources));
    const handler = new Handler(this, 'Escalate', {
      description: `${this.workflow.program.name}: escalates and expires approvals`,
      code: this.site.code('lambdas/data-plane/escalate.ts', { program: this.workflow.program }),
      environment: { ...access.environment, COUNTERSIGN_URL: this.resources.url },
      statements: access.statements,
      deadLetters: true,
    });
    const role = new Role(this, 'TimerRole', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(allow(['lambda:InvokeFunction'], [handler.fn.functionArn]));
    return { functionArn: handler.fn.functionArn, role };
  }

  private exceptionHandler(): PinnedHandler {
    const { exceptions } = this.resources;
    const access = governed(this.resources);
    return new PinnedHandler(this, 'Exception', {
      description: `${this.workflow.program.name}: puts a run in the exception queue`,
      code: this.site.code('lambdas/data-plane/exception.ts', { program: this.workflow.program }),
      environment: {
        ...access.environment,
        COUNTERSIGN_STEP: 'exception',
        COUNTERSIGN_EXCEPTIONS: exceptions.queueUrl,
      },
      statements: [...access.statements, allow(['sqs:SendMessage'], [exceptions.queueArn])],
    });
  }

  /** Calls the compensations of this workflow, and the steps that they undo, where it is not known whether those have acted. */
  private undo(steps: Record<string, PinnedHandler>, exception: PinnedHandler): Machine {
    const isUndone = (key: string) => this.workflow.program.steps[key]?.undo !== undefined;
    const undone = Object.entries(steps).filter(([key]) => key.endsWith('.undo') || isUndone(key));
    const called = Object.fromEntries(undone);
    const access = governed(this.resources);
    const next = new PinnedHandler(this, 'UndoNext', {
      description: `${this.workflow.program.name}: names the next compensation`,
      code: this.site.code('lambdas/data-plane/undo-next.ts', { program: this.workflow.program }),
      environment: {
        ...access.environment,
        COUNTERSIGN_FUNCTIONS: Stack.of(this).toJsonString(arnsOf(called)),
      },
      statements: access.statements,
    });
    const arns = [...Object.values(called), next, exception].map(({ versionArn }) => versionArn);
    const asl = undoMachine();
    return new Machine(this, 'Undo', {
      asl,
      substitutions: { fn_undo_next: next.versionArn, fn_exception: exception.versionArn },
      statements: [allow(['lambda:InvokeFunction'], arns)],
    });
  }

  private forward(all: Record<string, PinnedHandler>, exception: PinnedHandler, undo: Machine): ForwardMachines {
    const steps = Object.fromEntries(Object.entries(all).filter(([key]) => !key.endsWith('.undo')));
    const joins = JSON.stringify([this.workflow.asl, this.workflow.parts]).includes('${fn_join}');
    const called = { steps, exception, undo, ...(joins && { join: this.joinHandler() }) };
    return forwardMachines(this, this.workflow, called);
  }

  /** Counts the branches of parallel steps that do not wait for all. */
  private joinHandler(): PinnedHandler {
    const access = governed(this.resources);
    return new PinnedHandler(this, 'Join', {
      description: `${this.workflow.program.name}: counts the branches that have arrived`,
      code: this.site.code('lambdas/data-plane/join.ts', { program: this.workflow.program }),
      environment: access.environment,
      statements: access.statements,
    });
  }

  private aroundRuns({ main: machine, parts }: ForwardMachines, undo: Machine): void {
    const handlers = new RunHandlers(this, 'Runs', this.site, this.workflow, this.resources);
    const { trigger } = this.workflow.program;
    if (trigger) handlers.trigger(occasionsOf(trigger, this.resources.ledger));
    handlers.startAndStop(machine, undo);
    handlers.resume([machine, ...parts]);
    handlers.settle(machine, undo);
  }
}

const arnsOf = (handlers: Record<string, PinnedHandler>): Record<string, string> =>
  Object.fromEntries(Object.entries(handlers).map(([key, { versionArn }]) => [key, versionArn]));
