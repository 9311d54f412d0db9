/** When an item expires. */

import type { Table } from './table.ts';
import { content, type Item } from './value.ts';

/** The second since the epoch at which the item expires; null for never. Only a whole number counts, as on AWS. */
export function expiryOf(table: Table, item: Item): number | null {
  const text = table.ttl && content(item[table.ttl], 'N');
  if (typeof text !== 'string') return null;
  const second = Math.trunc(Number(text));
  return Number.isSafeInteger(second) && second > 0 ? second : null;
}
