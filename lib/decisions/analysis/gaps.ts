import { everything, grow } from './box.ts';
import { type Region, regionOf } from './region.ts';
import { boxesOf, type Space } from './space.ts';
import { type Effort, uncovered } from './uncovered.ts';

/** Where no rule applies. Each region is as wide as can be, so they may overlap; together they are all of it. */
export function* gaps({ table, axes, rules }: Space, effort: Effort): Iterable<Region> {
  if (table.otherwise || table.aggregate === 'count') return;
  const whole = everything(axes);
  const known = boxesOf(rules);
  for (let point = uncovered(whole, known, effort); point; point = uncovered(whole, known, effort)) {
    const gap = grow(point, whole, boxesOf(rules));
    yield regionOf(axes, gap, point);
    known.push(gap);
  }
}
