/** Which attributes of an item a read sees: through an index, those that the index projects. */
import { invalidParameter } from './errors.ts';
import type { Path } from './expression/path.ts';
import { project } from './expression/projection.ts';
import type { Extent } from './rows.ts';
import type { Read } from './shapes.ts';
import { type Index, keyNames, type Table } from './table.ts';
import type { Item } from './value.ts';

export interface View {
  /** What filters and projections see, and what counts for the size of a page. */
  seen(item: Item): Item;
  /** What is shown of it without a ProjectionExpression. */
  shown(seen: Item): Item;
}

const whole: View = { seen: (item) => item, shown: (item) => item };

/** Throws when a global index is asked for what it does not hold. A local index fetches the rest from its table. */
export function viewOf({ table, index }: Extent, input: Read, paths: Path[] | undefined): View {
  if (!index || index.projection.type === 'ALL') return whole;
  const held = projectedNames(table, index);
  if (index.kind === 'global') refuseUnprojected(index, held, input, paths);
  const narrow = (item: Item) =>
    project(
      item,
      held.map((name) => [name] as const),
    );
  if (index.kind === 'global') return { seen: narrow, shown: (item) => item };
  return input.Select === 'ALL_ATTRIBUTES' ? whole : { seen: (item) => item, shown: narrow };
}

function projectedNames(table: Table, index: Index): string[] {
  const attributes = index.projection.type === 'INCLUDE' ? (index.projection.attributes ?? []) : [];
  return [...new Set([...keyNames(table.keys), ...keyNames(index.keys), ...attributes])];
}

function refuseUnprojected(index: Index, held: string[], input: Read, paths: Path[] = []): void {
  if (input.Select === 'ALL_ATTRIBUTES') {
    const why = `is not supported for global secondary index ${index.name} because its projection type is not ALL`;
    throw invalidParameter(`Select type ALL_ATTRIBUTES ${why}`);
  }
  const missing = [...new Set(paths.map((path) => path[0]))].filter((name) => !held.includes(name));
  if (missing.length === 0) return;
  throw invalidParameter(`Global secondary index ${index.name} does not project [${missing.join(', ')}]`);
}
