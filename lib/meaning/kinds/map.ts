import { hasOutput } from '../../workflow/outputs.ts';
import { type Place, placesBelow } from '../../workflow/scopes.ts';
import type { MapStep } from '../../workflow/steps/map.ts';
import { evaluate, listOf } from '../evaluate.ts';
import { type Given, namesOf } from '../given.ts';
import { Problem } from '../problem.ts';
import { runScope } from '../steps.ts';
import { after, begunBy, type Entry, type Moment, passAt, type Stretch, stuck, withoutOwn } from '../timeline.ts';
import type { Json } from '../world.ts';
import { noteRace } from './parallel.ts';

/** Its steps for each item, so many at a time. Items cannot read one another, and only `output` leaves them. */
export async function map(place: Place, step: MapStep, from: Moment, all: Given): Promise<Stretch> {
  const items = await listOf(step.items, namesOf(from, all)).catch((problem: Problem) => problem);
  if (items instanceof Problem) return stuck(from, new Problem(items.name, items.message, step.id));
  if (items.length > (step.maxItems ?? Number.POSITIVE_INFINITY))
    return stuck(from, new Problem('TooManyItems', `there are ${items.length}`, step.id));
  const done = await inTurns(items, concurrency(place, step, all), from.time, (index, time) =>
    one(place, step, { ...from, time }, items[index]!, index, all),
  );
  const first = done.filter(({ problem }) => problem).sort((a, b) => a.time - b.time)[0];
  if (first) return failed(first, done, from, all);
  return {
    time: Math.max(from.time, ...done.map(({ time }) => time)),
    entries: done.flatMap(({ entries }) => entries),
    steps: { ...from.known.steps, [step.id]: done.map(({ output }) => output!) },
  };
}

/** At the same time, at most: what the step says, the service can, and the slowest tool bears. */
function concurrency({ inner }: Place, { concurrency = 40 }: MapStep, { model }: Given): number {
  const { tools } = model.workflow;
  const rates = placesBelow(inner[0]!).flatMap(({ step }) =>
    step.kind === 'tool' ? (tools[step.tool]!.rate?.perSecond ?? []) : [],
  );
  return Math.min(40, concurrency, ...rates.map((rate) => Math.max(1, Math.floor(rate))));
}

type Item = Stretch & { output?: Json };

/** Each begins as soon as one of so many places is free, unless one has failed by then. */
async function inTurns(
  items: readonly Json[],
  places: number,
  from: number,
  run: (index: number, time: number) => Promise<Item>,
): Promise<Item[]> {
  const free = Array.from({ length: places }, () => from);
  const done: Item[] = [];
  for (const index of items.keys()) {
    const time = Math.min(...free);
    if (done.some((item) => item.problem && item.time <= time)) break;
    const item = await run(index, time);
    free[free.indexOf(time)] = item.time;
    done.push(item);
  }
  return done;
}

/** One item. Without `output` it gives what the last step of the list gave, if that did. */
async function one(place: Place, step: MapStep, from: Moment, item: Json, index: number, all: Given): Promise<Item> {
  const body = place.inner[0]!;
  const known = { ...from.known, steps: withoutOwn(place, from), item, index, at: passAt(from.known.at, index) };
  const start = { ...from, known };
  const done = await runScope(body, start, all);
  if (done.problem)
    return { ...done, problem: new Problem(done.problem.name, done.problem.message, done.problem.step ?? step.id) };
  const last = body.places.at(-1)!.step;
  if (step.output === undefined) return { ...done, output: hasOutput(last) ? (done.steps[last.id] ?? null) : null };
  try {
    return { ...done, output: await evaluate(step.output, namesOf(after(start, done), all)) };
  } catch (problem) {
    return { ...done, problem: new Problem((problem as Problem).name, (problem as Problem).message, step.id) };
  }
}

function failed(first: Item, done: readonly Item[], from: Moment, all: Given): Stretch {
  const others = done.filter((item) => item !== first);
  noteRace(others, first.time, all);
  const entries: Entry[] = others.flatMap((item) => begunBy(first.time, item.entries));
  return {
    time: first.time,
    entries: [...first.entries, ...entries],
    steps: from.known.steps,
    problem: first.problem!,
  };
}
