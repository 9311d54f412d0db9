/** Governed workflows in a CDK app of your own: see docs/authoring.md. */
export { CountersignDeployment, type CountersignDeploymentProps } from './constructs/countersign-deployment.ts';
export { GovernedWorkflow, type GovernedWorkflowProps } from './constructs/governed-workflow.ts';
