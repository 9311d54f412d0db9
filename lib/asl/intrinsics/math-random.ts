import { javaRandom } from '../java-random.ts';
import type { Randomness } from '../randomness.ts';
import type { Json } from '../types.ts';
import { integer } from './arguments.ts';

/** `States.MathRandom(start, end, seed?)`: a whole number from start (included) to end (excluded). */
export function mathRandom(values: Json[], random: Randomness): number {
  const [start, end] = [integer(values, 0), integer(values, 1)];
  if (end <= start) throw new Error(`The end ${end} must be greater than the start ${start}`);
  const draw = values.length === 3 ? javaRandom(integer(values, 2))() : random.number();
  return start + Math.floor(draw * (end - start));
}
