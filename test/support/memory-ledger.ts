import { isDeepStrictEqual } from 'node:util';
import { canonicalBytes } from '../../lib/audit/entry.ts';
import { Conflict, HeadMoved } from '../../lib/engine/errors.ts';
import { auditKey } from '../../lib/engine/keys.ts';
import type { Change, Expectation, Key, Ledger, Row, Write } from '../../lib/engine/ports.ts';

/** A ledger in memory with the semantics of the real one. `io` is called before and after each call, and may throw. */
export function memoryLedger(
  io: (what: string) => Promise<void> | void = () => {},
): Ledger & { rows: Map<string, Row> } {
  const rows = new Map<string, Row>();
  const around = async <T>(what: string, work: () => T): Promise<T> => {
    await io(`before ${what}`);
    const result = work();
    await io(`after ${what}`);
    return result;
  };
  return {
    rows,
    get: ({ pk, sk }) => around('ledger.get', () => copy(rows.get(idOf({ pk, sk })))),
    list: (pk, prefix) => around('ledger.list', () => listed(rows, pk, prefix)),
    keep: (writes) => around('ledger.keep', () => keepAll(rows, writes)),
    commit: (change) => around(`ledger.commit ${change.entry.entry.type}`, () => commit(rows, change)),
  };
}

function commit(rows: Map<string, Row>, change: Change): void {
  const run = rows.get(idOf(change.run));
  if (!change.before && run) throw new Conflict('run exists already');
  if (change.before && !isDeepStrictEqual(run?.head, change.before)) throw new HeadMoved('head has moved');
  const broken = change.writes.find((write) => !holds(rows.get(idOf(keyOf(write))), write.when));
  if (broken) throw new Conflict(`${keyOf(broken).sk} is not as expected`);
  const { entry, hash } = change.entry;
  const text = new TextDecoder().decode(canonicalBytes(entry));
  const audit = { ...auditKey(change.run.pk, entry.seq), ...change.about, type: entry.type, entry: text, hash };
  apply(rows, { key: change.run, set: change.set });
  for (const write of [{ put: audit }, ...change.writes]) apply(rows, write);
}

function keepAll(rows: Map<string, Row>, writes: readonly Write[]): void {
  const broken = writes.find((write) => !holds(rows.get(idOf(keyOf(write))), write.when));
  if (broken) throw new Conflict(`${keyOf(broken).sk} is not as expected`);
  for (const write of writes) apply(rows, write);
}

function apply(rows: Map<string, Row>, write: Write): void {
  const key = keyOf(write);
  const row = 'put' in write ? write.put : { ...rows.get(idOf(key)), ...defined(write.set), ...key };
  rows.set(idOf(key), copy(row)!);
}

function holds(row: Row | undefined, when: Expectation | undefined): boolean {
  if (when === undefined) return true;
  if (when === 'absent') return row === undefined;
  return row !== undefined && Object.entries(when).every(([name, value]) => [value].flat().includes(row[name]));
}

function listed(rows: Map<string, Row>, pk: string, prefix: string): Row[] {
  const found = [...rows.values()].filter((row) => row.pk === pk && row.sk.startsWith(prefix));
  return found.sort((a, b) => (a.sk < b.sk ? -1 : 1)).map((row) => copy(row)!);
}

const keyOf = (write: Write): Key => ('put' in write ? { pk: write.put.pk, sk: write.put.sk } : write.key);
const idOf = ({ pk, sk }: Key): string => `${pk}|${sk}`;
const copy = (row: Row | undefined): Row | undefined => row && JSON.parse(JSON.stringify(row));
const defined = (set: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
