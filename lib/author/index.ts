/** Workflows in TypeScript: see docs/authoring.md. */
export { type Expr, exists, expr, orElse } from './expression.ts';
export type { Flow } from './flow.ts';
export type { Names, RunError, Scope } from './names.ts';
export type { Schema, Shape } from './schemas.ts';
export { type AuthoredTool, type InputOf, type OutputOf, tool } from './tool.ts';
export type { Open, Ref, Value } from './values.ts';
export { defineWorkflow, type WorkflowData, type WorkflowDefinition } from './workflow.ts';
