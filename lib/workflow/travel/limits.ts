import type { Model } from '../model.ts';
import { outputOf } from '../outputs.ts';
import type { StepKind } from '../schema.ts';
import { sizeOf } from '../sizes/size.ts';
import { type Parcel, parcelsOf } from './parcels.ts';
import { bytesFrom, sourcesOf, type Weight } from './weight.ts';

/** Bytes of JSON that an output, or the input of a run, may have to travel in place where nothing asks for less. */
export const INLINE = 180 * 1024;

/** Bytes that a state may be handed, hand on or keep in one variable (Step Functions quotas), less room for the run, a task token and keys. */
export const LARGEST = 256 * 1024 - 4 * 1024;

/** What the machine makes is handed on with other things beside it, so that it is kept smaller where that can be. */
const MADE = 192 * 1024;

/** The claim check of a whole output; below this it cannot be put away any further. */
const LEAST = 256;

/** Kinds whose function puts away what does not fit in place. */
export const CLAIMING: ReadonlySet<StepKind> = new Set(['tool', 'agent', 'team', 'decision']);

/** How the outputs of a workflow travel. */
export interface Travel {
  parcels: readonly Parcel[];
  /** Bytes that the output of a step, or the run's input (`input`), has where it travels, at most. */
  carried(source: string): number;
  /** Bytes of a parcel, at most. */
  bytesOf(parcel: Parcel): number;
  /** By step: bytes that its output may have to travel in place, where that is less than `INLINE`. */
  inline: ReadonlyMap<string, number>;
}

const known = new WeakMap<Model, Travel>();

/** Computed once for a model. Each parcel that would be too large lowers what the outputs in it may have in place. */
export function travelOf(model: Model): Travel {
  const travel = known.get(model) ?? compute(model);
  known.set(model, travel);
  return travel;
}

function compute(model: Model): Travel {
  const parcels = parcelsOf(model);
  const inline = new Map<string, number>();
  const sizes = sizesOf(model);
  const made = new Map(
    parcels.flatMap((parcel) => (parcel.makes === undefined ? [] : [[parcel.makes, parcel] as const])),
  );
  /** What the machine itself makes has no function that could put it away. */
  const carried = (source: string): number =>
    made.has(source)
      ? Math.min(bytesOf(made.get(source)!), LARGEST)
      : Math.min(sizes(source), inline.get(source) ?? INLINE);
  const from = (source: string, { weight }: Parcel) => bytesFrom(source, weight, carried(source));
  const bytesOf = (parcel: Parcel) =>
    sourcesOf(parcel.weight).reduce((sum, source) => sum + from(source, parcel), parcel.weight.own);
  for (const parcel of parcels) {
    const most = parcel.makes === undefined ? LARGEST : MADE;
    if (bytesOf(parcel) <= most) continue;
    const sources = sourcesOf(parcel.weight);
    const isShrinking = (source: string) => CLAIMING.has(model.byId.get(source)?.step.kind ?? 'choice');
    const fixed = sources.filter((source) => !isShrinking(source)).map((source) => from(source, parcel));
    const room = most - parcel.weight.own - fixed.reduce((sum, bytes) => sum + bytes, 0);
    const share = shareOf(room, sources.filter(isShrinking), parcel.weight);
    if (share < LEAST) continue;
    const isTouched = (source: string) => bytesFrom(source, parcel.weight, share) < from(source, parcel);
    for (const source of sources.filter((each) => isShrinking(each) && isTouched(each))) inline.set(source, share);
  }
  return { parcels, carried, bytesOf, inline };
}

/** Bytes that Step Functions keeps of an error, with its name. */
const ERROR = 33 * 1024;

/** What a source may have before any claim check. */
function sizesOf(model: Model): (source: string) => number {
  const found = new Map<string, number>([['error', ERROR]]);
  return (source) => {
    const place = model.byId.get(source);
    const size = found.get(source) ?? sizeOf((place ? outputOf(place.step, model) : model.workflow.input) ?? {}).max;
    found.set(source, size);
    return size;
  };
}

/** The most that each of these may carry such that all of them fit: the small ones in full, the others the same. Less than nothing where even so they do not. */
function shareOf(room: number, sources: readonly string[], weight: Weight): number {
  const needs = (share: number) => sources.reduce((sum, source) => sum + bytesFrom(source, weight, share), 0);
  let [fits, tooMuch] = [0, INLINE];
  if (sources.length === 0 || needs(0) > room) return -1;
  while (tooMuch - fits > 1) {
    const middle = Math.floor((fits + tooMuch) / 2);
    if (needs(middle) <= room) fits = middle;
    else tooMuch = middle;
  }
  return fits;
}
