/** Physical names for resources whose template gives none. */
import { createHash } from 'node:crypto';
import type { ResourcePlace } from '../service.ts';

/**
 * `Stack-LogicalId-RANDOM`, as CloudFormation makes them. The last part is a digest of the place instead of chance, so
 * that repeating a creation after a kill finds the same resource again.
 * @param max longest name that the resource type allows; stack and logical id are cut to fit
 */
export function physicalName(place: Pick<ResourcePlace, 'stack' | 'logicalId'>, max: number): string {
  const digest = createHash('sha256').update(`${place.stack}/${place.logicalId}`).digest();
  const suffix = BigInt(`0x${digest.toString('hex')}`)
    .toString(36)
    .slice(0, 12)
    .toUpperCase();
  const room = max - suffix.length - 2;
  const stack = place.stack.slice(0, Math.max(room - place.logicalId.length, Math.floor(room / 2)));
  return `${stack}-${place.logicalId.slice(0, room - stack.length)}-${suffix}`;
}
