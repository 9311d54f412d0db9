import { byPriority, conflict } from '../rank.ts';
import type { DecisionTable, Rule } from '../schema.ts';
import { grow, meet, meets } from './box.ts';
import { type Region, regionOf } from './region.ts';
import { boxesOf, type Placed, type Space } from './space.ts';
import { type Effort, uncovered } from './uncovered.ts';

/** Where two rules contradict each other, or a part of that where other rules decide about the rest. */
export interface Overlap extends Region {
  rules: [string, string];
}

/** One for every two rules that the hit policy cannot choose between, unless a rule of higher priority always decides. */
export function* overlaps(space: Space, effort: Effort): Iterable<Overlap> {
  for (const [index, one] of space.rules.entries())
    for (const other of space.rules.slice(index + 1))
      if (meets(one.box, other.box) && conflict(space.table, one.rule.then, other.rule.then))
        yield* overlap(space, one, other, effort);
}

function* overlap({ table, axes, rules }: Space, one: Placed, other: Placed, effort: Effort): Iterable<Overlap> {
  const common = meet(one.box, other.box);
  const higher = boxesOf(rules.filter(({ rule }) => outranks(table, rule, one.rule)));
  const point = uncovered(common, higher, effort);
  if (point) yield { rules: [one.rule.id, other.rule.id], ...regionOf(axes, grow(point, common, higher), point) };
}

const outranks = (table: DecisionTable, one: Rule, other: Rule) =>
  table.hit === 'priority' && byPriority(table, one.then, other.then) < 0;
