import { STEP_KINDS, type StepKind } from '../workflow/schema.ts';
import { place, placeLike } from './call-site.ts';
import { isExpr, SOURCE } from './expression.ts';
import { reference } from './reference.ts';
import { isZod, toJsonSchema } from './schemas.ts';

/** All that an expression may name; where it may name what is a matter of types, and of the rules. */
const SCOPE: Readonly<Record<string, unknown>> = Object.fromEntries(
  ['input', 'steps', 'run', 'output', 'error', 'item', 'index'].map((name) => [name, reference(`$${name}`)]),
);

/** Turns what an author writes into what a workflow file holds: functions and expressions into `{% … %}`, zod into JSON Schema. */
export function write(value: unknown): unknown {
  if (isExpr(value)) return `{% ${value[SOURCE]} %}`;
  if (typeof value === 'function') return write(value(SCOPE));
  if (isZod(value)) return toJsonSchema(value);
  if (Array.isArray(value)) return value.map(write);
  return typeof value === 'object' && value !== null ? writeMembers(value, write) : value;
}

/** Members that hold steps, or things that do. */
const NESTING: Record<string, (value: never) => unknown> = { steps: writeSteps, branches: writeAll, onError: writeAll };

/** As `write`, for a step and whatever else may hold steps. */
export function writeStep(step: object): object {
  return writeMembers(step, (value, name) => (NESTING[name] ?? write)(value as never));
}

function writeMembers(object: object, writeOne: (value: unknown, name: string) => unknown): object {
  const given = Object.entries(object).filter(([, value]) => value !== undefined);
  return placeLike(Object.fromEntries(given.map(([name, value]) => [name, writeOne(value, name)])), object);
}

function writeAll(parts: readonly object[]): object[] {
  return parts.map(writeStep);
}

/** The steps that a flow has when its author is done with it. */
function writeSteps(build: (flow: unknown) => unknown): readonly object[] {
  const steps = stepsOf(build(flowOf([])));
  if (steps) return steps;
  throw new Error("a function of 'steps' gives no flow; write: steps: (flow) => flow.tool(…).tool(…)");
}

const written = new WeakMap<object, readonly object[]>();
const stepsOf = (flow: unknown) => (typeof flow === 'object' && flow !== null ? written.get(flow) : undefined);

/** A flow with a method for each kind of step there is. */
function flowOf(steps: readonly object[]): object {
  const add = (kind: StepKind) => (id: string, step: object) =>
    flowOf([...steps, place(writeStep({ id, kind, ...step }))]);
  const flow = Object.fromEntries(STEP_KINDS.map((kind) => [kind, add(kind)]));
  written.set(flow, steps);
  return flow;
}
