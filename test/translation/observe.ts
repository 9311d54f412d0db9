import type { Json } from '../../lib/asl/types.ts';
import { compile } from '../../lib/compile/compile.ts';
import type { World } from '../../lib/meaning/world.ts';
import type { Workflow } from '../../lib/workflow/schema.ts';
import type { Execution } from './machines.ts';
import { anyFiles, played } from './translate.ts';

/** What one run has really used, to hold bounds against. */
export interface Observed {
  /** By the execution of each machine, the run's own first: `run`, `undo_machine`, `part_…`. */
  executions: { machine: string; name: string; events: number; transitions: number }[];
  /** Events of the run's own history, which may have 25,000. */
  events: number;
  /** State transitions that are billed, in all executions: entries of states and retries. */
  transitions: number;
  /** Bytes of the largest input, result, output or variable in any history. */
  largestPayload: number;
  /** From the start of the run to its end. */
  milliseconds: number;
}

/** Runs a workflow in a world, in virtual time. Executions of the items of a distributed map leave no history and are not in it. */
export async function observe(workflow: Workflow, world: World): Promise<Observed> {
  const { executions } = await played(compile(workflow, anyFiles), world);
  const each = executions.map((execution) => ({
    machine: execution.machine,
    name: execution.name,
    events: execution.snapshot!.events,
    transitions: transitionsOf(execution),
  }));
  const history = executions[0]!.history;
  return {
    executions: each,
    events: each[0]!.events,
    transitions: each.reduce((sum, { transitions }) => sum + transitions, 0),
    largestPayload: Math.max(0, ...executions.flatMap(payloadsIn)),
    milliseconds: history.at(-1)!.timestamp - history[0]!.timestamp,
  };
}

/** A retry schedules its task anew without entering its state. */
export function transitionsOf({ history }: Execution): number {
  const count = (suffix: RegExp) => history.filter(({ type }) => suffix.test(type)).length;
  return count(/StateEntered$/) + Math.max(0, count(/^TaskScheduled$/) - count(/^TaskStateEntered$/));
}

/** Bytes of every payload in the history of an execution. */
export const payloadsIn = ({ history }: Execution): number[] => history.flatMap(sizesIn);

const PAYLOADS = new Set(['input', 'output', 'parameters']);

/** Bytes of every payload in an event, which are texts in its details. */
function sizesIn(event: object): number[] {
  const details = Object.values(event).filter((value): value is Record<string, Json> => typeof value === 'object');
  const texts = details.flatMap(({ assignedVariables, ...rest }) => [
    ...Object.entries(rest).flatMap(([key, value]) => (PAYLOADS.has(key) ? [String(value)] : [])),
    ...Object.values((assignedVariables ?? {}) as Record<string, string>),
  ]);
  return texts.map((text) => Buffer.byteLength(text));
}
