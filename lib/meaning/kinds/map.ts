import { hasOutput } from '../../workflow/outputs.ts';
import { type Place, placesBelow } from '../../workflow/scopes.ts';
import type { MapStep } from '../../workflow/steps/map.ts';
import { evaluate, listOf } from '../evaluate.ts';
import { type Given, namesOf } from '../given.ts';
import { isUncaught, Problem } from '../problem.ts';
import { runScope } from '../steps.ts';
import { after, type Entry, type Moment, passAt, type Stretch, stuck, withoutOwn } from '../timeline.ts';
import type { Json } from '../world.ts';
import { inTurns, type Turn } from './turns.ts';

/** Its steps for each item, so many at a time. Items cannot read one another, and only `output` leaves them. */
export async function map(place: Place, step: MapStep, from: Moment, all: Given): Promise<Stretch> {
  const items = await listOf(step.items, namesOf(from, all)).catch((problem: Problem) => problem);
  if (items instanceof Problem) return stuck(from, new Problem(items.name, items.message, step.id));
  if (items.length > (step.maxItems ?? Number.POSITIVE_INFINITY))
    return stuck(from, new Problem('TooManyItems', `there are ${items.length}`, step.id));
  const { entries, time, problem, outputs } = await allItems(place, step, items, from, all);
  if (problem) return { time, entries, steps: from.known.steps, problem };
  return { time, entries, steps: { ...from.known.steps, [step.id]: outputs } };
}

interface Done {
  time: number;
  entries: readonly Entry[];
  outputs: Json[];
  problem?: Problem | undefined;
}

function allItems(place: Place, step: MapStep, items: readonly Json[], from: Moment, all: Given): Promise<Done> {
  const run = (index: number, time: number) => one(place, step, { ...from, time }, items[index]!, index, all);
  const isApart = step.mode === 'distributed' || step.batch !== undefined || step.tolerate !== undefined;
  return (isApart ? apart : inline)(place, step, items.length, run, from, all);
}

type Each = (index: number, time: number) => Promise<Item>;
type Item = Stretch & { output?: Json };

/** The first item that fails fails the map. */
async function inline(place: Place, step: MapStep, count: number, run: Each, from: Moment, all: Given): Promise<Done> {
  const places = Math.min(40, step.concurrency ?? 40, ...rates(place, all));
  const turn = async (index: number, time: number): Promise<Turn> => {
    const { problem, output, ...rest } = await run(index, time);
    return { ...rest, outputs: output === undefined ? [] : [output], failed: 0, ...(problem && { problem }) };
  };
  const { turns, stop, ...done } = await inTurns({ count, places, from: from.time }, turn, () => false, all);
  const { name, message, step: own = step.id } = stop?.problem ?? {};
  return {
    ...done,
    outputs: turns.flatMap(({ outputs }) => outputs),
    problem: stop && new Problem(name!, message!, own),
  };
}

/** Items that fail are filed and left out, unless more fail than the map bears; then it fails itself. */
async function apart(place: Place, step: MapStep, count: number, run: Each, from: Moment, all: Given): Promise<Done> {
  const places = Math.min(10_000, step.concurrency ?? 100, ...rates(place, all));
  const { batch = 1 } = step;
  const isTooMuch = (failed: number) => exceeds(step, failed, count);
  const turn = (index: number, time: number) =>
    batched(run, { first: index * batch, end: Math.min(count, (index + 1) * batch) }, { ...from, time }, step);
  const size = { count: Math.ceil(count / batch), places, from: from.time };
  // Batches are judged when all are over.
  const { turns, stop, ...done } = await inTurns(size, turn, step.batch === undefined ? isTooMuch : () => false, all);
  const failed = turns.reduce((sum, each) => sum + each.failed, 0);
  const problem = stop || isTooMuch(failed) ? new Problem('ItemsFailed', `${failed} of ${count}`, step.id) : undefined;
  return { ...done, outputs: turns.flatMap(({ outputs }) => outputs), problem };
}

function exceeds({ tolerate = { failures: 0 } }: MapStep, failed: number, of: number): boolean {
  return 'failures' in tolerate ? failed > tolerate.failures : failed * 100 > tolerate.percent * of;
}

/** Items one after the other. What nobody can catch ends the execution that they run in, before it can file anything. */
async function batched(
  run: Each,
  { first, end }: { first: number; end: number },
  { time: from, known: { at: around } }: Moment,
  { batch }: MapStep,
): Promise<Turn> {
  const turn: Turn & { entries: Entry[] } = { time: from, entries: [], outputs: [], failed: 0 };
  for (let index = first; index < end; index++) {
    const { time, entries, problem, output } = await run(index, turn.time);
    turn.time = time;
    turn.entries.push(...entries);
    if (output !== undefined) turn.outputs.push(output);
    if (problem) turn.failed += 1;
    if (problem && !isUncaught(problem))
      turn.entries.push({ type: 'filed', time, error: problem.name, at: passAt(around, index) });
    if (problem && isUncaught(problem) && batch !== undefined) return { ...turn, problem };
  }
  return turn;
}

/** How many at the same time the tools in it bear: a call a second each. */
function rates({ inner }: Place, { model }: Given): number[] {
  const { tools } = model.workflow;
  const found = placesBelow(inner[0]!).map(({ step }) => (step.kind === 'tool' ? tools[step.tool]!.rate : undefined));
  return found.flatMap((rate) => (rate ? [Math.max(1, Math.floor(rate.perSecond))] : []));
}

/** One item. Without `output` it gives what the last step of the list gave, if that did. */
async function one(place: Place, step: MapStep, from: Moment, item: Json, index: number, all: Given): Promise<Item> {
  const body = place.inner[0]!;
  const known = { ...from.known, steps: withoutOwn(place, from), item, index, at: passAt(from.known.at, index) };
  const start = { ...from, known };
  const done = await runScope(body, start, all);
  if (done.problem) return done;
  const last = body.places.at(-1)!.step;
  if (step.output === undefined) return { ...done, output: hasOutput(last) ? (done.steps[last.id] ?? null) : null };
  const output = await evaluate(step.output, namesOf(after(start, done), all)).catch((problem: Problem) => problem);
  return output instanceof Problem ? { ...done, problem: output } : { ...done, output };
}
