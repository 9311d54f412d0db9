/** Deletes items whose time to live has passed, at that moment of the region's clock. AWS takes up to some days. */

import { statements } from '../../statements.ts';
import type { Data } from './data.ts';
import { parseItem } from './text.ts';

/** Items deleted in one transaction. */
const portion = 100;

export class Expiry {
  readonly #data: Data;
  readonly #sql: ReturnType<typeof statements>;
  #cancel: (() => void) | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(data: Data) {
    this.#data = data;
    this.#sql = statements(data.region.store.db);
    data.items.onExpiring = (second) => this.#note(second);
  }

  /** Looks at the store for what expires next, and wakes then. */
  arm(): void {
    this.stop();
    const row = this.#sql('SELECT min(expires) AS next FROM dynamodb_items WHERE expires IS NOT NULL').get();
    if (row?.next !== null && row?.next !== undefined) this.#note(Number(row.next));
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  #note(second: number): void {
    if (second >= this.#armedFor) return;
    this.stop();
    this.#armedFor = second;
    this.#cancel = this.#data.region.clock.at(second * 1000, () => this.#sweep());
  }

  #sweep(): void {
    while (this.#sweepSome() === portion);
    this.arm();
  }

  #sweepSome(): number {
    const { region, catalog, items } = this.#data;
    const now = Math.floor(region.clock.now() / 1000);
    const tables = new Map(catalog.all().map((table) => [table.id, table]));
    const expired = this.#sql('SELECT tbl, item FROM dynamodb_items WHERE expires <= ? LIMIT ?').all(now, portion);
    region.store.transaction(() => {
      for (const row of expired)
        items.change(tables.get(String(row.tbl))!, parseItem(String(row.item)), undefined, 'ttl');
    });
    return expired.length;
  }
}
