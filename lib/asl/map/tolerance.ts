import type { Place } from '../data.ts';
import { numberOf } from '../data.ts';
import { runtimeFailure } from '../failure.ts';
import type { Children } from '../snapshot.ts';

/** How many failures a distributed Map bears: none unless its fields say so. */
export async function toleranceOf(place: Place): Promise<Pick<Children, 'tolerated'>> {
  const count = await numberOf(place, 'ToleratedFailureCount');
  const percentage = await numberOf(place, 'ToleratedFailurePercentage');
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    throw runtimeFailure('ToleratedFailurePercentage must be between 0 and 100.');
  }
  if (count !== undefined && count < 0) throw runtimeFailure('ToleratedFailureCount cannot be negative.');
  if (count === undefined && percentage === undefined) return {};
  return { tolerated: { ...(count !== undefined && { count }), ...(percentage !== undefined && { percentage }) } };
}

/** Whether more have failed than the Map bears: when either limit is exceeded. */
export function exceeded({
  failed,
  total,
  tolerated: limits,
}: Pick<Children, 'tolerated'> & { failed: number; total: number }): boolean {
  const { count, percentage } = limits ?? {};
  if (percentage === undefined) return failed > (count ?? 0);
  return (count !== undefined && failed > count) || (failed * 100) / total > percentage;
}
