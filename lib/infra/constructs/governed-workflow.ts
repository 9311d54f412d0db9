import { Construct } from 'constructs';
import type { Program } from '../../compile/program.ts';
import { readWorkflow } from '../read-workflow.ts';
import { CountersignDeployment } from './countersign-deployment.ts';
import { wantedBy } from './step-handlers.ts';
import { Workflow } from './workflow.ts';

export interface GovernedWorkflowProps {
  /** Path of a `workflow.yaml` or `workflow.ts`, or of the folder that holds one; relative to where the app runs. */
  file: string;
  /** What it shares with other workflows. By default the workflows of a stack share one, which is made with the first. */
  deployment?: CountersignDeployment;
}

/**
 * A workflow file in a stack of your own: a function with a role of its own for each governed step and each compensation,
 * its machine and undo machine, and what triggers, starts, stops, resumes and settles its runs.
 * @throws Error with every problem of the file, each with its line
 */
export class GovernedWorkflow extends Construct {
  readonly deployment: CountersignDeployment;
  readonly program: Program;
  /** ARN of the state machine. */
  readonly machineArn: string;

  constructor(scope: Construct, id: string, { file, deployment }: GovernedWorkflowProps) {
    super(scope, id);
    const workflow = readWorkflow(file);
    this.deployment = deployment ?? CountersignDeployment.sharedBy(this);
    this.deployment.add(workflow);
    this.program = workflow.program;
    const { site, resources } = this.deployment;
    // Together is faster; the handlers around a run are bundled as they come.
    site.prepare(Object.values(workflow.program.steps).map((step) => wantedBy(step, workflow)));
    this.machineArn = new Workflow(this, 'Default', site, workflow, resources).machine.arn;
  }
}
