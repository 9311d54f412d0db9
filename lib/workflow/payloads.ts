import { isRecord } from './data.ts';
import type { Model } from './model.ts';
import { firstUnknown, outputOf } from './outputs.ts';
import type { StepKind } from './schema.ts';
import type { Place } from './scopes.ts';
import { type Size, sizeOf } from './sizes/size.ts';
import { INLINE, travelOf } from './travel/limits.ts';

/** Bytes that the output of a step may have to travel in place; beyond, its largest members stay behind as claim checks. */
export const inlineOf = (step: string, model: Model): number => travelOf(model).inline.get(step) ?? INLINE;

/** Bytes of a claim check in JSON. */
const CLAIM = 150;

/** Kinds whose function puts away what does not fit; what a map or a loop gives is made by the machine itself. */
const CLAIMING: ReadonlySet<StepKind> = new Set([
  'tool',
  'agent',
  'team',
  'decision',
  'approval',
  'signal',
  'workflow',
]);

/** Why a part of an output may be a claim check when it is read; undefined if it never is. */
export function claimedBecause(place: Place, names: readonly string[], model: Model): string | undefined {
  if (!CLAIMING.has(place.step.kind)) return undefined;
  const schema = outputOf(place.step, model);
  // What is not there is the business of another rule.
  if (firstUnknown(schema, names)) return undefined;
  const whole = sizeOf(schema);
  const inline = inlineOf(place.step.id, model);
  if (whole.max <= inline) return undefined;
  const members = membersOf(schema);
  const own = members?.get(names[0] ?? '');
  if (!members || !own) return reasonOf(whole);
  // What is put away first is larger, so beside this member the others count as no larger than it is.
  const beside = [...members.values()].reduce((sum, { max }) => sum + Math.max(CLAIM, Math.min(max, own.max)), 0);
  return beside <= inline ? undefined : reasonOf(own.max === Number.POSITIVE_INFINITY ? own : whole);
}

/** Sizes of the members of an object that has no others. */
function membersOf(schema: unknown): Map<string, Size> | undefined {
  if (!isRecord(schema) || !isRecord(schema.properties) || schema.additionalProperties !== false) return undefined;
  return new Map(Object.entries(schema.properties).map(([name, member]) => [name, sizeOf(member)]));
}

function reasonOf({ max, because }: Size): string {
  if (!because) return `it may have ${max} bytes`;
  const where = because.path.length > 0 ? `'${because.path.join('.')}' ` : '';
  return `${where}${because.why}`;
}
