import type { Json, JsonObject } from '../../lib/asl/types.ts';
import type { Program } from '../../lib/compile/program.ts';
import { evaluate as decide } from '../../lib/decisions/evaluate.ts';
import { evaluate } from '../../lib/engine/expression.ts';
import { passesOf, seenFrom } from '../../lib/engine/passes.ts';
import type { StepRow } from '../../lib/engine/rows.ts';
import type { World, Answer as WorldAnswer } from '../../lib/meaning/world.ts';
import type { Answer } from './machines.ts';

/** A call of a step's function as it reached the world. */
export interface Effect {
  time: number;
  step: string;
  at?: string;
  attempt: number;
  input: Json;
  policy?: Json;
}

interface Row extends Effect {
  until: number;
  answer: WorldAnswer;
  item?: Json;
}

/** The functions of a workflow over a world, with a ledger in memory that undo reads. */
export interface Functions {
  effects(): Effect[];
  filed: { time: number; error: string; at?: string }[];
  call(name: string, payload: JsonObject, now: number): Promise<Answer>;
}

export function functionsOver(program: Program, world: World): Functions {
  const keys = new Map(Object.keys(program.steps).map((key) => [`fn_${key.replaceAll(/[-.]/g, '_')}`, key]));
  const rows: Row[] = [];
  const filed: Functions['filed'] = [];
  const joins = new Map<string, { done: JsonObject[]; failed: number }>();

  async function call(name: string, payload: JsonObject, now: number): Promise<Answer> {
    if (name === 'fn_exception') {
      const { error, at } = payload as { error: { name: string }; at?: string };
      filed.push({ time: now, error: error.name, ...(at && !payload.scope && { at }) });
      return { after: 0, result: {} };
    }
    if (name === 'fn_undo_next') return undoNext(payload, now);
    if (name === 'fn_join') return join(payload);
    const key = keys.get(name);
    if (key === undefined) throw new Error(`the machine calls '${name}', which the program does not know`);
    return callStep(key, payload, now);
  }

  async function callStep(key: string, payload: JsonObject, now: number): Promise<Answer> {
    const call = callIn(key, payload, now);
    const given = await decided(key, call.input, world.answer(call));
    const late = { time: now, until: now + given.after };
    rows.push({ ...call, ...late, answer: given, ...(payload.item !== undefined && { item: payload.item as Json }) });
    if ('error' in given)
      return { after: given.after, error: given.error, cause: causeOf(given, payload.taskToken !== undefined) };
    return { after: given.after, result: payload.taskToken === undefined ? { output: given.output } : given.output };
  }

  function callIn(key: string, { step, at, attempt, input, policy }: JsonObject, now: number): Effect {
    if (step !== key) throw new Error(`the function of '${key}' is called for '${String(step)}'`);
    const earlier = rows.filter((row) => row.step === key && row.at === at).length;
    return {
      time: now,
      step: key,
      ...(at !== undefined && { at: at as string }),
      // An undo machine does not count: each is asked for anew.
      attempt: key.endsWith('.undo') ? earlier : (attempt as number),
      input: input as Json,
      ...(policy !== undefined && { policy: policy as Json }),
    };
  }

  async function decided(key: string, input: Json, answer: WorldAnswer): Promise<WorldAnswer> {
    const { decision } = program.steps[key]!;
    if (!decision?.table || 'error' in answer) return answer;
    const verdict = decide(decision.table, input as Record<string, Json>);
    if (verdict.error) return { after: answer.after, error: verdict.error.name, message: verdict.error.message };
    const { result, rules, explanation } = verdict;
    return { after: answer.after, output: { result, rules, explanation } as Json };
  }

  /** As the function of the engine does it, over the rows of this run. */
  async function undoNext({ error, scope, at }: JsonObject, now: number): Promise<Answer> {
    const known = within(scope as string | null | undefined, at as string | null | undefined);
    const done = known.filter((row) => stateOf(row, now) === 'DONE').sort((a, b) => b.until - a.until)[0];
    if (!done)
      return known.some((row) => stateOf(row, now) === 'DOUBT')
        ? refused('InDoubt')
        : { after: 0, result: { done: true } };
    const step = program.steps[done.step]!.undo!;
    const template = program.steps[step]!.compensates!.input;
    try {
      const input = (await evaluate(template, namesFor(done, error!, now))) as Json;
      const payload = { step, attempt: 0, input, ...(done.at !== undefined && { at: done.at }) };
      return { after: 0, result: { function: `\${fn_${step.replaceAll(/[-.]/g, '_')}}`, payload } };
    } catch (problem) {
      return refused((problem as Error).name);
    }
  }

  /** The last attempt of each pass of a step that has a compensation. */
  function within(scope: string | null | undefined, at: string | null | undefined): Row[] {
    const isInside = (row: Row) =>
      !scope || (program.scopes[scope]!.includes(row.step) && (!at || `${row.at ?? ''}.`.startsWith(`${at}.`)));
    const last = new Map(rows.map((row) => [`${row.step}#${row.at}`, row]));
    return [...last.values()].filter((row) => program.steps[row.step]!.undo && isInside(row));
  }

  function stateOf({ step, at, until, answer }: Row, now: number): 'DONE' | 'UNDONE' | 'DOUBT' | 'FAILED' {
    const isUndone = rows.some(
      (row) => row.step === `${step}.undo` && row.at === at && row.until <= now && 'output' in row.answer,
    );
    if (isUndone) return 'UNDONE';
    if (until > now) return 'DOUBT';
    if ('output' in answer) return 'DONE';
    return DOUBTFUL.test(answer.error) ? 'DOUBT' : 'FAILED';
  }

  function namesFor(own: Row, error: Json, now: number): Record<string, unknown> {
    const done = rows.filter((row) => row.until <= now && 'output' in row.answer);
    const kept = done.map((row) => ({ ...row, output: { value: (row.answer as { output: Json }).output } }));
    const seen = seenFrom(own as unknown as StepRow, kept as unknown as StepRow[], program.steps);
    return {
      input: world.input,
      steps: Object.fromEntries(seen.map(({ step, output }) => [step, output!.value])),
      run: {
        id: world.run,
        workflow: program.name,
        version: program.version,
        tenant: world.tenant,
        startedAt: new Date(world.startedAt).toISOString(),
      },
      output: (own.answer as { output: Json }).output,
      error,
      ...(own.at !== undefined && { index: passesOf(own).at(-1), item: own.item }),
    };
  }

  /** As the function of the engine counts: what has arrived, and what no longer can. */
  function join({ join: id, at, need, of, results, error, collect }: JsonObject): Answer {
    const key = `${String(id)}#${String(at)}`;
    const row = joins.get(key) ?? { done: [], failed: 0 };
    joins.set(key, row);
    if (collect) return { after: 0, result: { output: Object.assign({}, ...row.done) as Json } };
    if (error) row.failed += 1;
    else if (row.done.length < (need as number)) row.done.push(results as JsonObject);
    if (row.done.length >= (need as number)) return refused('Joined');
    // The branch throws what it has failed with itself.
    return row.failed > (of as number) - (need as number) ? refused('JoinFailed') : { after: 0, result: {} };
  }

  return { effects: () => rows.map(({ until: _, answer: __, item: ___, ...effect }) => effect), filed, call };
}

const DOUBTFUL =
  /^(Ambiguous|Defect|States\.Timeout|Sandbox\.Timedout|Lambda\.(Unknown|ServiceException|AWSLambdaException|SdkClientException|ClientExecutionTimeoutException))$/;

const refused = (name: string): Answer => ({ after: 0, error: name, cause: JSON.stringify({ errorMessage: name }) });

/** A function writes its cause as Lambda does; who answers a token says it plainly. */
const causeOf = ({ error, message }: { error: string; message: string }, isToken: boolean): string =>
  isToken ? message : JSON.stringify({ errorType: error, errorMessage: message });
