import { seconds } from '../workflow/durations.ts';
import type { Files } from '../workflow/files.ts';
import { type Model, modelOf } from '../workflow/model.ts';
import type { Workflow } from '../workflow/schema.ts';
import type { Context } from './context.ts';
import { startOf } from './entry.ts';
import { framesOf } from './frames.ts';
import { handlerStates, handlersOf, mainTakers } from './handlers.ts';
import { scopeStates } from './list.ts';
import { type Plan, planOf } from './plan.ts';
import { type Program, programOf } from './program.ts';
import { reachable } from './reachable.ts';
import { namingOf, template } from './template.ts';
import type { Asl, States } from './types.ts';
import { variablesOf } from './variables.ts';

/** A workflow, compiled: what the functions are given, and the machine that calls them. */
export interface Compiled {
  program: Program;
  asl: Asl;
  /** Machines that were split off, by id; the placeholder of each is `${part_<id>}`, with `_` for `-`. */
  parts: Record<string, Asl>;
  /** Rounds that one part takes, by loop: of those whose rounds are split. */
  rounds: Record<string, number>;
}

/**
 * Compiles a workflow that has no errors (`check` of lib/workflow). The same workflow gives the same result, whatever
 * the order of the keys in its file. Throws on a workflow that was not checked. `most`: steps that one machine holds;
 * what a run does is the same for any.
 */
export function compile(workflow: Workflow, files: Files, most = Number.POSITIVE_INFINITY): Compiled {
  const model = modelOf(workflow, files);
  const { asl, parts, rounds } = machines(model, most);
  return { asl, parts, rounds, program: programOf(model, asl, parts) };
}

/** Bytes of a definition (service quotas), with room for the ARNs that take the place of the placeholders. */
const LARGEST = 1_048_576 - 64 * 1024;

/** Split further as long as one is too large, down to single steps. One that still is has a proof of its own that refuses it. */
function machines(model: Model, most: number): Omit<Compiled, 'program'> {
  const parts: Record<string, Asl> = {};
  const plan = planOf(model, most);
  const asl = machine(model, plan, (id, part) => {
    parts[id] = part;
  });
  const isTooLarge = [asl, ...Object.values(parts)].some((each) => Buffer.byteLength(JSON.stringify(each)) > LARGEST);
  if (isTooLarge && most > 1) return machines(model, Math.floor(Math.min(most, model.places.length) / 2));
  const rounds = [...plan.rounds].map(([{ step }, each]) => [step.id, each] as const);
  return { asl, parts, rounds: Object.fromEntries(rounds) };
}

/** State in which a run ends well. */
const DONE = 'Done';

function machine(model: Model, plan: Plan, found: Context['found']): Asl {
  const { workflow, scopes } = model;
  const scope = scopes[0]!;
  const variables = variablesOf(model, framesOf(model, plan));
  const handlers = handlersOf(model);
  const context: Context = {
    model,
    variables,
    plan,
    found,
    scope,
    frame: variables.frames.atEnd(scope),
    takers: mainTakers(handlers),
    endState: () => DONE,
  };
  const output = template(workflow.output ?? {}, namingOf(context, scope));
  const done: States = { [DONE]: { Type: 'Succeed', Output: { outcome: 'succeeded', output } } };
  return reachable({
    Comment: `${workflow.name} ${workflow.version}`,
    QueryLanguage: 'JSONata',
    StartAt: startOf(scope, context),
    TimeoutSeconds: seconds(workflow.deadline),
    States: { ...scopeStates(scope, context), ...done, ...handlerStates(handlers, context) },
  });
}
