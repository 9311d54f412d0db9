import { gaps } from './analysis/gaps.ts';
import { type Masked, masked } from './analysis/masked.ts';
import { type Overlap, overlaps } from './analysis/overlaps.ts';
import type { Region } from './analysis/region.ts';
import { type Space, spaceOf } from './analysis/space.ts';
import { Effort, OutOfEffort } from './analysis/uncovered.ts';
import type { DecisionTable } from './schema.ts';

/** What a table leaves open or says twice, over all values that its inputs can have. */
export interface Analysis {
  /** Where `evaluate` answers NoRule; none with an `otherwise`. */
  gaps: Region[];
  /** Where `evaluate` answers AmbiguousDecision; none for `first` and `collect`. */
  overlaps: Overlap[];
  /** Rules that never decide. */
  masked: Masked[];
  /** Found, but not listed. */
  more: { gaps: number; overlaps: number };
  /** False if there may be more of any of these than was looked for. */
  complete: boolean;
}

const LISTED = 20;
const SOUGHT = 100;
// About a second on a small machine.
const EFFORT = 100_000;

/** Exact analysis of a table that has passed `check`; throws for one that has not. `effort`: steps for each kind of finding. */
export function analyse(table: DecisionTable, effort = EFFORT): Analysis {
  const space = spaceOf(table);
  const open = sought(gaps, space, SOUGHT, effort);
  const twice = sought(overlaps, space, Infinity, effort);
  const never = sought(masked, space, Infinity, effort);
  return {
    gaps: open.found.slice(0, LISTED),
    overlaps: twice.found.slice(0, LISTED),
    masked: never.found,
    more: { gaps: open.found.slice(LISTED).length, overlaps: twice.found.slice(LISTED).length },
    complete: open.complete && twice.complete && never.complete,
  };
}

type Search<T> = (space: Space, effort: Effort) => Iterable<T>;

/** What a search finds before it has enough or is out of effort. */
function sought<T>(search: Search<T>, space: Space, limit: number, effort: number): { found: T[]; complete: boolean } {
  const found: T[] = [];
  try {
    for (const each of search(space, new Effort(effort))) {
      if (found.length === limit) return { found, complete: false };
      found.push(each);
    }
    return { found, complete: true };
  } catch (error) {
    if (!(error instanceof OutOfEffort)) throw error;
    return { found, complete: false };
  }
}
