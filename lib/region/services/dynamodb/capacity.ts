/** ConsumedCapacity: 4 KB a read unit, half when eventually consistent; 1 KB a write unit. */
import { itemSize } from './size.ts';
import type { Item } from './value.ts';

type Wanted = 'NONE' | 'TOTAL' | 'INDEXES' | undefined;

export function consumed(wanted: Wanted, table: string, units: number): { ConsumedCapacity?: object } {
  return wanted && wanted !== 'NONE' ? { ConsumedCapacity: { TableName: table, CapacityUnits: units } } : {};
}

/** The same for operations on several tables. */
export function consumedByTable(wanted: Wanted, units: ReadonlyMap<string, number>): { ConsumedCapacity?: object[] } {
  if (!wanted || wanted === 'NONE') return {};
  return { ConsumedCapacity: [...units].map(([TableName, CapacityUnits]) => ({ TableName, CapacityUnits })) };
}

export function readUnits(bytes: number, consistent: boolean | undefined): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}

export function writeUnits(...images: (Item | undefined)[]): number {
  const sizes = images.map((image) => (image ? itemSize(image) : 0));
  return Math.max(1, Math.ceil(Math.max(...sizes) / 1024));
}
