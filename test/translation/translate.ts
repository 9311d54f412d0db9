/** One workflow in one world, both ways: what the file means, and what the machines do that the compiler makes of it. */
import { isDeepStrictEqual } from 'node:util';
import type { Json, StateMachine } from '../../lib/asl/types.ts';
import { type Compiled, compile } from '../../lib/compile/compile.ts';
import { undoMachine } from '../../lib/compile/undo.ts';
import { type Meaning, meaningOf } from '../../lib/meaning/run.ts';
import type { World } from '../../lib/meaning/world.ts';
import { check } from '../../lib/workflow/check.ts';
import { RULES } from '../../lib/workflow/checks/index.ts';
import type { Files } from '../../lib/workflow/files.ts';
import { modelOf } from '../../lib/workflow/model.ts';
import { workflow as schema, type Workflow } from '../../lib/workflow/schema.ts';
import { type Effect, functionsOver } from './functions.ts';
import { type Execution, play } from './machines.ts';

/** Handlers and instructions are not called here: any exist. */
export const anyFiles: Files = { exists: () => true, read: () => '# Instructions' };

/** A workflow file without errors. Throws `NotWellFormed` with the errors that there are. */
export function checked(text: string): Workflow {
  const { workflow, problems } = check(text, anyFiles);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (workflow && errors.length === 0) return workflow;
  throw new NotWellFormed(errors.map(({ code, message, path }) => `${code} at ${path}: ${message}`).join('\n'));
}

/** The same for data, by the same rules, without the way over YAML: thousands are drawn. */
export function formed(draft: unknown): Workflow {
  const { data, error } = schema.safeParse(draft);
  if (!data) throw new NotWellFormed(String(error));
  const model = modelOf(data, anyFiles);
  const errors = RULES.filter(({ severity }) => severity === 'error').flatMap((rule) => [...rule.check(model)]);
  if (errors.length === 0) return data;
  throw new NotWellFormed(errors.map(({ message, path }) => `${path.join('/')}: ${message}`).join('\n'));
}

export class NotWellFormed extends Error {}

/** What both sides must agree on. */
export interface Seen {
  status: string;
  outcome?: string | undefined;
  output?: Json | undefined;
  error?: { name: string; message: string; step: string } | undefined;
  effects: Effect[];
  filed: { time: number; error: string; at?: string }[];
}

/** The machines of a workflow in a world, run by the interpreter of the States Language. */
export async function played(compiled: Compiled, world: World): Promise<{ seen: Seen; executions: Execution[] }> {
  const functions = functionsOver(compiled.program, world);
  const machines = machinesOf(compiled);
  const outside = { machines, call: functions.call };
  const executions = await play(machines.run!, world.run, world.input, world.startedAt, outside);
  const { status, output, error, cause } = executions[0]!.snapshot!;
  const ended = (output ?? {}) as { outcome?: string; output?: Json; error?: Seen['error'] };
  const isFiled = functions.filed.some((each) => each.error === error && each.at === undefined);
  const seen: Seen = {
    status,
    outcome: status === 'SUCCEEDED' ? ended.outcome : isFiled ? 'exception' : undefined,
    output: ended.output,
    error:
      status === 'SUCCEEDED'
        ? ended.error
        : error === undefined
          ? undefined
          : { name: error, message: cause ?? '', step: '' },
    effects: functions.effects(),
    filed: functions.filed,
  };
  return { seen, executions };
}

/** By placeholder. Of those that CloudFormation fills in, only the tenant stands in texts. */
function machinesOf({ asl, parts }: Compiled): Record<string, StateMachine> {
  const split = Object.entries(parts).map(([id, part]) => [`part_${id.replaceAll('-', '_')}`, part]);
  const all = { run: asl, undo_machine: undoMachine(), ...Object.fromEntries(split) };
  const filled = JSON.parse(JSON.stringify(all).replaceAll('${tenant}', 'acme')) as Record<string, StateMachine>;
  return withoutJitter(filled) as Record<string, StateMachine>;
}

/** Delays without chance, so that both sides wait for as long. */
function withoutJitter(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutJitter);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([key, member]) => key !== 'JitterStrategy' || member !== 'FULL');
  return Object.fromEntries(members.map(([key, member]) => [key, withoutJitter(member)]));
}

/** The meaning of a workflow in a world, in the words of the comparison. */
export function seenOf({ status, outcome, output, error, entries }: Meaning): Seen {
  const effects = entries.flatMap((entry): Effect[] => {
    if (entry.type !== 'attempt') return [];
    const { time, step, at, attempt, input, policy } = entry;
    return [{ time, step, ...(at !== undefined && { at }), attempt, input, ...(policy !== undefined && { policy }) }];
  });
  const filed = entries.flatMap((entry) => (entry.type === 'filed' ? [without(entry)] : []));
  return { status, outcome, output, error, effects, filed };
}

const without = ({ type: _, ...filed }: Extract<Meaning['entries'][number], { type: 'filed' }>) => filed;

export interface Difference {
  what: string;
  meant: unknown;
  done: unknown;
}

export interface Compared {
  /** Undefined if both agree. */
  difference?: Difference;
  meaning: Meaning;
  executions: Execution[];
}

/** `alter`: what the compiler makes is changed first, to see that it is noticed. */
export async function compare(
  workflow: Workflow,
  world: World,
  alter: (compiled: Compiled) => Compiled = (compiled) => compiled,
): Promise<Compared> {
  const meaning = await meaningOf(workflow, anyFiles, world);
  const { seen, executions } = await played(alter(compile(workflow, anyFiles)), world);
  const difference = meaning.isUndecided
    ? undefined
    : differenceOf(comparable(seenOf(meaning), world), comparable(seen, world));
  return { ...(difference && { difference }), meaning, executions };
}

function differenceOf(meant: Comparable, done: Comparable): Difference | undefined {
  for (const key of ['effects', 'filed', 'status', 'outcome', 'error', 'output'] as const) {
    if (isDeepStrictEqual(meant[key], done[key])) continue;
    if (key !== 'effects') return { what: key, meant: meant[key], done: done[key] };
    const index = meant.effects.findIndex((effect, at) => !isDeepStrictEqual(effect, done.effects[at]));
    const at = index < 0 ? meant.effects.length : index;
    return { what: `effect ${at}`, meant: meant.effects[at], done: done.effects[at] };
  }
  return undefined;
}

type Comparable = Omit<Seen, 'error'> & { error: unknown };

/** In one order, with times from the start. */
function comparable({ effects, filed, error, ...rest }: Seen, { startedAt }: World): Comparable {
  const from = <T extends { time: number }>(each: T): T => ({ ...each, time: each.time - startedAt });
  const name = ({ step, at = '', attempt }: Effect): string => `${step}#${at}#${attempt}`;
  const byTime = (a: Effect, b: Effect) => a.time - b.time || (name(a) < name(b) ? -1 : 1);
  const named = ({ error, at = '' }: Seen['filed'][number]) => `${error}#${at}`;
  const byError = (a: Seen['filed'][number], b: typeof a) => a.time - b.time || (named(a) < named(b) ? -1 : 1);
  return plain({
    ...rest,
    error: error && (rest.status === 'SUCCEEDED' ? error : error.name),
    effects: effects.map(from).sort(byTime),
    filed: filed.map(from).sort(byError),
  }) as Comparable;
}

/** As JSON, without the words of messages that are not the world's. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, member) =>
      key === 'message' && typeof member === 'string' && !member.startsWith('world: ') ? '…' : member,
    ),
  );
}
