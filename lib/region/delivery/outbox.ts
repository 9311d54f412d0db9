/**
 * Deliveries that outlive the process: a row is written with what caused it and goes when the target has taken it, so
 * a target gets everything at least once. Failures are tried again with exponential backoff and jitter, and in the end
 * go to a dead-letter queue. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
 */
import { AwsError, type Region } from '../service.ts';
import { letters } from './dead-letter.ts';
import { type Failure, failureOf } from './failure.ts';
import { send } from './send.ts';
import type { Delivery } from './target.ts';

export interface Outbox {
  /** Writes a delivery; call it in the transaction of what caused it. It is sent when that has committed. */
  add(delivery: Delivery): void;
  /** Takes up what a former process left. */
  start(): void;
  stop(): void;
}

interface Row {
  id: string;
  delivery: string;
  attempts: number;
  createdAt: number;
  dueAt: number;
}

/** Between attempts: 1 s, 2 s, 4 s … up to 15 minutes, of which a random part is taken off. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 900_000;

export function outbox(region: Region, table: string): Outbox {
  const { db } = region.store;
  db.exec(`CREATE TABLE IF NOT EXISTS ${table} (
    id TEXT PRIMARY KEY, delivery TEXT NOT NULL, attempts INTEGER NOT NULL, createdAt INTEGER NOT NULL, dueAt INTEGER NOT NULL)`);
  const insert = db.prepare(`INSERT INTO ${table} VALUES (?, ?, 0, ?, ?)`);
  const one = db.prepare(`SELECT * FROM ${table} WHERE id = ?`);
  const all = db.prepare(`SELECT id, dueAt FROM ${table} ORDER BY dueAt, rowid`);
  const postpone = db.prepare(`UPDATE ${table} SET attempts = ?, dueAt = ? WHERE id = ?`);
  const drop = db.prepare(`DELETE FROM ${table} WHERE id = ?`);
  const bury = letters(region);
  const armed = new Map<string, () => void>();

  function arm(id: string, at: number): void {
    if (armed.has(id)) return;
    const attempt = () => {
      attemptOf(id)
        .catch((error) => region.log('error', `${table}: delivery ${id} stays for the next start: ${error}`))
        .finally(() => rearm(id));
    };
    armed.set(
      id,
      region.clock.at(at, () => void region.clock.busy(attempt)),
    );
  }

  /** The row says whether there is more to do, and when. */
  function rearm(id: string): void {
    if (!armed.delete(id)) return;
    const row = one.get(id) as Row | undefined;
    if (row && row.dueAt > region.clock.now()) arm(id, row.dueAt);
  }

  /** The transaction that wrote the delivery may have been rolled back; then there is no row, and nothing to do. */
  async function attemptOf(id: string): Promise<void> {
    const row = one.get(id) as Row | undefined;
    if (!row) return;
    const delivery = JSON.parse(row.delivery) as Delivery;
    try {
      await send(region, delivery, { id, attempt: row.attempts + 1 });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return failed(row, delivery, failureOf(error));
    }
    drop.run(id);
  }

  async function failed(row: Row, delivery: Delivery, failure: Failure): Promise<void> {
    const attempts = row.attempts + 1;
    const dueAt = region.clock.now() + pause(attempts);
    const exhausted = failure.permanent ? undefined : limit(row, delivery, attempts, dueAt);
    if (!failure.permanent && !exhausted) {
      postpone.run(attempts, dueAt, row.id);
      return;
    }
    await bury(delivery, failure, { exhausted, retries: attempts - 1 });
    drop.run(row.id);
  }

  function pause(attempts: number): number {
    const full = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
    const random = Number.parseInt(region.id(4), 16) / 2 ** 32;
    return Math.round(full * (1 - random / 2));
  }

  return {
    add(delivery) {
      const [id, now] = [region.id(16), region.clock.now()];
      insert.run(id, JSON.stringify(delivery), now, now);
      arm(id, now);
    },
    start() {
      for (const { id, dueAt } of all.all() as unknown as Row[]) arm(id, dueAt);
    },
    stop() {
      for (const cancel of armed.values()) cancel();
      armed.clear();
    },
  };
}

/** Which limit of the retry policy is reached, in the words of the dead letter's attribute. */
function limit({ createdAt }: Row, { target }: Delivery, attempts: number, dueAt: number): string | undefined {
  const { MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400 } = target.RetryPolicy ?? {};
  if (attempts > MaximumRetryAttempts) return 'MaximumRetryAttempts';
  return dueAt > createdAt + MaximumEventAgeInSeconds * 1000 ? 'MaximumEventAgeInSeconds' : undefined;
}
