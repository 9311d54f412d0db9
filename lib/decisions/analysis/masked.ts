import { byPriority, sameJson } from '../rank.ts';
import type { DecisionTable, Rule } from '../schema.ts';
import { type Box, isEmpty, isWithin, meets } from './box.ts';
import { boxesOf, type Placed, type Space } from './space.ts';
import { type Effort, uncovered } from './uncovered.ts';

/** A rule that never decides: other rules take all that it applies to, or, if `by` is empty, no input can meet it. */
export interface Masked {
  rule: string;
  by: string[];
}

export function* masked({ table, rules }: Space, effort: Effort): Iterable<Masked> {
  for (const [index, { rule, box }] of rules.entries()) {
    const takers = rules.filter((other, at) => takesFrom(table, other.rule, rule, at < index) && meets(other.box, box));
    if (isEmpty(box) || !uncovered(box, boxesOf(takers), effort))
      yield { rule: rule.id, by: needed(box, takers, effort).map((taker) => taker.rule.id) };
  }
}

/** Whether `one` decides wherever both apply. */
function takesFrom(table: DecisionTable, one: Rule, other: Rule, isEarlier: boolean): boolean {
  if (table.hit === 'first') return isEarlier;
  if (table.hit !== 'priority') return false;
  const order = byPriority(table, one.then, other.then);
  return order < 0 || (order === 0 && isEarlier && sameJson(one.then, other.then));
}

/** Of the rules that cover a box together: one that does so alone, or as few as still do. */
function needed(box: Box, rules: readonly Placed[], effort: Effort): Placed[] {
  const alone = rules.find((rule) => isWithin(box, rule.box));
  if (alone) return [alone];
  let kept = [...rules];
  for (const one of rules) {
    const others = kept.filter((other) => other !== one);
    if (!uncovered(box, boxesOf(others), effort)) kept = others;
  }
  return kept;
}
