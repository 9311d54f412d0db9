import type { TaskMock } from '../../lib/asl/mocks.ts';
import { run } from '../../lib/asl/run.ts';
import type { Json, StateMachine } from '../../lib/asl/types.ts';
import { type Compiled, compile } from '../../lib/compile/compile.ts';
import { check } from '../../lib/workflow/check.ts';
import type { Files } from '../../lib/workflow/files.ts';

/** Any handler and any instructions exist. */
export const anyFiles: Files = { exists: () => true, read: () => '# Instructions' };

const HEAD = 'apiVersion: countersign/v1\nname: example\nversion: 1.0.0\ndeadline: 3d\n';

/** Compiles what follows the head of a workflow file; fails the test if it has errors. */
export function compiled(body: string): Compiled {
  const { workflow, problems } = check(HEAD + body, anyFiles);
  // The tools of these tests declare no output, and their answers are small.
  const errors = problems.filter(({ severity, code }) => severity === 'error' && code !== 'claimed-read');
  if (!workflow || errors.length > 0) throw new Error(JSON.stringify(errors, null, 2));
  return compile(workflow, anyFiles);
}

/** A tool that does nothing and takes anything. */
export const LOOK = 'tools:\n  look: { handler: ./tools/look.ts, timeout: 10s, input: { type: object } }\n';

/** What a function answers: `output` comes back as a step's output. */
export const answers = (state: string, output: Json): TaskMock => ({ state, return: { Payload: { output } } });

/** What a function throws, as Lambda reports it. */
export const throws = (state: string, error: string, message = 'because'): TaskMock => ({
  state,
  throw: { error, cause: JSON.stringify({ errorType: error, errorMessage: message }) },
});

/** Runs the machine of a workflow in virtual time. */
export function runOf({ asl }: Compiled, tasks: TaskMock[], input: Json = {}) {
  return run(asl as unknown as StateMachine, input, { mocks: { tasks } });
}

/** The payloads with which a function was called, by the history of a run. */
export function payloadsOf({ history }: Awaited<ReturnType<typeof run>>, fn: string): Json[] {
  return history.flatMap((event) => {
    const details = (event as { taskScheduledEventDetails?: { parameters?: string } }).taskScheduledEventDetails;
    if (!details?.parameters) return [];
    const parameters = JSON.parse(details.parameters) as { FunctionName?: string; Payload?: Json };
    return parameters.FunctionName === `\${fn_${fn}}` ? [parameters.Payload ?? null] : [];
  });
}

/** The same value with the members of its objects in another order. */
export function shuffled(value: unknown, numbers: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, numbers));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, item]) => ({
    key,
    item: shuffled(item, numbers),
    rank: numbers.next().value as number,
  }));
  return Object.fromEntries(members.sort((a, b) => a.rank - b.rank).map(({ key, item }) => [key, item]));
}
