import { digestOf } from '../engine/keys.ts';
import type { Row } from '../engine/ports.ts';
import type { IndexQuery, LedgerIndex } from './ports.ts';
import { ApiProblem } from './problem.ts';

export const runsPartition = (tenant: string): string => `T#${tenant}#RUNS`;
export const approvalsPartition = (tenant: string, status: string): string => `T#${tenant}#APPROVALS#${status}`;

export interface PageQuery {
  partition: string;
  limit: number;
  /** Opaque to callers: the place in the index after which to go on. */
  cursor?: string;
  newestFirst?: boolean;
}

/** Rows read for one page at most, so that a filter that hardly anything fits does not read the whole index. */
const MAX_READ = 1000;

/** A page of the rows that fit. The cursor is where reading stopped, so no row is left out or shown twice. */
export async function listPage<T extends Row>(
  index: LedgerIndex,
  { partition, limit, cursor, newestFirst = true }: PageQuery,
  fits: (row: T) => boolean = () => true,
): Promise<{ rows: T[]; next?: string }> {
  const rows: T[] = [];
  let after = cursor === undefined ? undefined : openCursor(cursor, partition);
  for (let read = 0; read < MAX_READ; ) {
    const query: IndexQuery = { partition, limit: limit - rows.length, newestFirst, ...(after && { after }) };
    const { rows: found, next } = await index.page(query);
    rows.push(...(found as T[]).filter(fits));
    read += found.length;
    after = next;
    if (after === undefined || rows.length === limit) break;
  }
  return { rows, ...(after && { next: sealCursor(after, partition) }) };
}

const sealCursor = (after: string, partition: string): string =>
  Buffer.from(JSON.stringify([after, sumOf(after, partition)])).toString('base64url');

/** No secret, only a guard: a cursor of another list, or one that was typed by hand, is refused before it is used. */
const sumOf = (after: string, partition: string): string => digestOf([partition, after]).slice(0, 16);

function openCursor(cursor: string, partition: string): string {
  try {
    const [after, sum] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, string];
    if (typeof after === 'string' && sum === sumOf(after, partition)) return after;
  } catch {
    // Falls through to the refusal below, which says what to do.
  }
  throw new ApiProblem(400, 'bad-cursor', 'the cursor is not one that this list gave out; begin again without it');
}
