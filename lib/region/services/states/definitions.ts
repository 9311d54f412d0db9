/** Texts of state machines, each stored once and named by its digest: executions only refer to them. */
import { createHash } from 'node:crypto';
import type { StateMachine } from '../../../asl/types.ts';
import type { Store } from '../../service.ts';

/** Texts kept in memory; a region has fewer that run. */
const ROOM = 100;

export interface Definitions {
  /** Stores a text, in the caller's transaction. @returns its name */
  keep(text: string): string;
  /** @throws Error when the file has no such text */
  text(digest: string): string;
  /** The same object for the same text: nobody changes it. */
  parsed(text: string): StateMachine;
}

export function definitions({ db }: Store): Definitions {
  db.exec(
    'CREATE TABLE IF NOT EXISTS states_definitions (digest TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID',
  );
  const insert = db.prepare('INSERT OR IGNORE INTO states_definitions VALUES (?, ?)');
  const select = db.prepare('SELECT definition FROM states_definitions WHERE digest = ?');
  const read = (digest: string): string => {
    const row = select.get(digest) as { definition: string } | undefined;
    if (!row) throw new Error(`the state file has no state machine definition ${digest}, which an execution refers to`);
    return row.definition;
  };
  const digests = new Map<string, string>();
  const texts = new Map<string, string>();
  const machines = new Map<string, StateMachine>();
  return {
    keep(text) {
      const digest = remembered(digests, text, digestOf);
      insert.run(digest, text);
      return digest;
    },
    text: (digest) => remembered(texts, digest, read),
    parsed: (text) => remembered(machines, text, (json) => JSON.parse(json) as StateMachine),
  };
}

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function remembered<T>(known: Map<string, T>, key: string, make: (key: string) => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= ROOM) known.clear();
  const made = make(key);
  known.set(key, made);
  return made;
}
