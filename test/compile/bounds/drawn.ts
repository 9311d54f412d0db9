import { type Bounds, boundsOf } from '../../../lib/compile/bounds/bounds.ts';
import { LIST_PRICES } from '../../../lib/compile/bounds/prices.ts';
import { type Compiled, compile } from '../../../lib/compile/compile.ts';
import { type Model, modelOf } from '../../../lib/workflow/model.ts';
import { dice } from '../../translation/dice.ts';
import { type Draft, type Feature, generate } from '../../translation/generate.ts';
import { kindsOf } from '../../translation/sample.ts';
import { anyFiles, formed, NotWellFormed } from '../../translation/translate.ts';
import { seededWorld } from '../../translation/worlds.ts';
import { outside, type Used, usedBy } from './used.ts';

/** A drawn workflow with what one run of it has used. */
export interface Drawn {
  seed: string;
  model: Model;
  compiled: Compiled;
  used: Used;
}

/** None where what is drawn has errors. */
export async function drawn(seed: string, allowed?: readonly Feature[]): Promise<Drawn[]> {
  try {
    const workflow = formed(priced(seed, generate(seed, allowed)));
    const model = modelOf(workflow, anyFiles);
    const compiled = compile(workflow, anyFiles);
    const used = await usedBy(compiled, seededWorld(seed, kindsOf(workflow)), LIST_PRICES);
    return [{ seed, model, compiled, used }];
  } catch (error) {
    if (error instanceof NotWellFormed) return [];
    throw error;
  }
}

/** The same with tools of several sizes, and a budget for whatever asks a model. */
function priced(seed: string, draft: Draft): Draft {
  const { pick } = dice(`${seed}:prices`);
  const budget = () => ({ tokens: pick([1000, 20_000]) });
  const tools = Object.entries((draft.tools ?? {}) as Draft).map(([name, tool]) => [
    name,
    { ...(tool as Draft), memory: pick([128, 512, 4096]) },
  ]);
  const text = JSON.stringify({ ...draft, tools: Object.fromEntries(tools) }, (_, value) => {
    if (value?.kind === 'agent' || value?.kind === 'team') return { ...value, budget: budget() };
    return value?.outcomes && value.instructions ? { ...value, budget: budget() } : value;
  });
  return JSON.parse(text) as Draft;
}

/** What of a run is outside of the bounds of its workflow. */
export function beyond(bounds: Bounds, { seed, used }: Drawn): string[] {
  const { run, paths, more, histories } = bounds;
  const long = used.events.filter(({ machine, count }) => {
    // An undo of a scope is of the same machine as that of the run.
    const own = histories.filter(({ execution }) => execution.split(' ')[0] === machine);
    return !own.some(({ events }) => count >= events.min && count <= events.max);
  });
  const isOnPath =
    !used.isSmooth || more > 0 || paths.some(({ amount }) => outside(used.amounts, withEnds(amount)).length === 0);
  return [
    ...outside(used.amounts, run),
    ...long.map(({ machine, count }) => `${machine} has ${count} events`),
    ...(isOnPath ? [] : [`on no path: ${JSON.stringify(used.amounts)}`]),
  ].map((what) => `${seed}: ${what}`);
}

/** A path is of states; the history of the run has its start and end beside. */
const withEnds = (amount: Bounds['run']): Bounds['run'] => ({
  ...amount,
  events: { min: amount.events.min + 2, max: amount.events.max + 2 },
});

export const boundsFor = ({ model, compiled }: Drawn): Bounds => boundsOf(model, compiled);
