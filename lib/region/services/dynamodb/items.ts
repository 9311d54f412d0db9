/**
 * Items in the store. One row an item; one row for each index it stands in, which holds keys only, as reads of an index
 * go on to the item. A change of an item, its index rows and its stream record are one transaction.
 */
import type { Region } from '../../service.ts';
import { statements } from '../../statements.ts';
import { invalid } from './errors.ts';
import { itemSize, largestItem } from './size.ts';
import type { Change, StreamLog } from './streams/log.ts';
import { type Index, isIn, keyOf, type Place, placeOf, type Table } from './table.ts';
import { parseItem, sameItem, writeItem } from './text.ts';
import { expiryOf } from './ttl.ts';
import type { Item } from './value.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS dynamodb_items (
    tbl TEXT NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL, item TEXT NOT NULL, expires INTEGER,
    PRIMARY KEY (tbl, hash, range)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS dynamodb_expiring ON dynamodb_items (expires) WHERE expires IS NOT NULL;
  CREATE TABLE IF NOT EXISTS dynamodb_index (
    tbl TEXT NOT NULL, name TEXT NOT NULL, hash BLOB NOT NULL, range BLOB NOT NULL,
    item_hash BLOB NOT NULL, item_range BLOB NOT NULL,
    PRIMARY KEY (tbl, name, hash, range, item_hash, item_range)) WITHOUT ROWID;`;

export class Items {
  readonly #region: Region;
  readonly #log: StreamLog;
  readonly #sql: ReturnType<typeof statements>;

  /** Told of each second at which a stored item expires. */
  onExpiring: (second: number) => void = () => {};

  constructor(region: Region, log: StreamLog) {
    this.#region = region;
    this.#log = log;
    region.store.db.exec(schema);
    this.#sql = statements(region.store.db);
  }

  /** The item at a key; `key` may hold more attributes than the key. */
  get(table: Table, key: Item): Item | undefined {
    const { hash, range } = placeOf(key, table.keys);
    const row = this.#sql('SELECT item FROM dynamodb_items WHERE tbl = ? AND hash = ? AND range = ?');
    const found = row.get(table.id, hash, range);
    return found && parseItem(String(found.item));
  }

  /** Makes `before`, which must be what is stored, into `after`; either may be absent. */
  change(table: Table, before: Item | undefined, after: Item | undefined, by?: Change['by']): void {
    if (after && itemSize(after) > largestItem) throw tooLarge(before);
    this.#region.store.transaction(() => {
      if (after) this.#put(table, after);
      else if (before) this.#remove(table, before);
      for (const index of table.indexes) this.#reindex(table, index, before, after);
      this.#log.append(table, before, after, by);
    });
  }

  /** Fills an index that has been added to a table with items. */
  fill(table: Table, index: Index): void {
    const rows = this.#sql('SELECT item FROM dynamodb_items WHERE tbl = ?').all(table.id);
    for (const row of rows) this.#reindex(table, index, undefined, parseItem(String(row.item)));
  }

  /** Computes anew when each item expires, after the table's time to live has changed. */
  dateAgain(table: Table): void {
    const update = this.#sql('UPDATE dynamodb_items SET expires = ? WHERE tbl = ? AND hash = ? AND range = ?');
    for (const row of this.#sql('SELECT item FROM dynamodb_items WHERE tbl = ?').all(table.id)) {
      const item = parseItem(String(row.item));
      const { hash, range } = placeOf(item, table.keys);
      update.run(expiryOf(table, item), table.id, hash, range);
    }
  }

  clearIndex(table: Table, name: string): void {
    this.#sql('DELETE FROM dynamodb_index WHERE tbl = ? AND name = ?').run(table.id, name);
  }

  clear(table: Table): void {
    this.#sql('DELETE FROM dynamodb_items WHERE tbl = ?').run(table.id);
    this.#sql('DELETE FROM dynamodb_index WHERE tbl = ?').run(table.id);
  }

  /** How many there are and how large they are, for DescribeTable. */
  count(table: Table): { items: number; bytes: number } {
    const sql = 'SELECT count(*) AS items, coalesce(sum(length(item)), 0) AS bytes FROM dynamodb_items WHERE tbl = ?';
    const row = this.#sql(sql).get(table.id)!;
    return { items: Number(row.items), bytes: Number(row.bytes) };
  }

  #put(table: Table, item: Item): void {
    const { hash, range } = placeOf(item, table.keys);
    const put = this.#sql('INSERT OR REPLACE INTO dynamodb_items VALUES (?, ?, ?, ?, ?)');
    const expires = expiryOf(table, item);
    put.run(table.id, hash, range, writeItem(item), expires);
    if (expires !== null) this.onExpiring(expires);
  }

  #remove(table: Table, item: Item): void {
    const { hash, range } = placeOf(item, table.keys);
    this.#sql('DELETE FROM dynamodb_items WHERE tbl = ? AND hash = ? AND range = ?').run(table.id, hash, range);
  }

  #reindex(table: Table, index: Index, before: Item | undefined, after: Item | undefined): void {
    const [was, is] = [before, after].map((item) => (item && isIn(table, index, item) ? item : undefined));
    if (was && is && sameItem(keyOf(was, index.keys), keyOf(is, index.keys))) return;
    if (was) this.#indexRow(removeRow, table, index, was);
    if (is) this.#indexRow(insertRow, table, index, is);
  }

  #indexRow(sql: string, table: Table, index: Index, item: Item): void {
    const at: Place = placeOf(item, index.keys);
    const base: Place = placeOf(item, table.keys);
    this.#sql(sql).run(table.id, index.name, at.hash, at.range, base.hash, base.range);
  }
}

const insertRow = 'INSERT OR REPLACE INTO dynamodb_index VALUES (?, ?, ?, ?, ?, ?)';
const removeRow =
  'DELETE FROM dynamodb_index WHERE tbl = ? AND name = ? AND hash = ? AND range = ? AND item_hash = ? AND item_range = ?';

function tooLarge(before: Item | undefined) {
  return invalid(`Item size ${before ? 'to update ' : ''}has exceeded the maximum allowed size`);
}
