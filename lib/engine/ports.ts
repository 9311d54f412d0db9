/** What the engine needs from the outside, each as small as its use. Drivers are in lib/aws, steerable fakes in test/support. */
import type { Head, SealedEntry } from '../audit/chain.ts';
import type { PolicyDecision, PolicyRequest } from '../policy/request.ts';

/** Time comes in through the door, so that a test owns it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Randomness, for salts and jitter. */
export interface Random {
  bytes(count: number): Uint8Array;
}

export interface Key {
  pk: string;
  sk: string;
}

/** An item of the ledger. Values are what JSON can hold, and bytes. */
export interface Row extends Key {
  [attribute: string]: unknown;
}

/** What must hold of an item for a change to go through: it is not there, or these attributes have these values (a list: one of). */
export type Expectation = 'absent' | Readonly<Record<string, unknown>>;

/** One item changed: replaced as a whole (`put`), or some of its attributes (`set`). */
export type Write = { put: Row; when?: Expectation } | { key: Key; set: Record<string, unknown>; when?: Expectation };

/** A change of one run. All of it happens in one transaction with its audit entry, or none of it. */
export interface Change {
  run: Key;
  /** Travels beside the entry to the bus, where rules tell workflows apart by it. */
  about: { tenant: string; run: string; workflow: string };
  /** Where the chain ended when the change was prepared; `undefined` creates the run. */
  before: Head | undefined;
  entry: SealedEntry;
  /** Attributes of the run's own item that change along with its head: every change of it moves the head. */
  set: Record<string, unknown>;
  writes: readonly Write[];
}

/** The book of record. It is the only shared state, and every change of it is conditional. */
export interface Ledger {
  /** Strongly consistent. */
  get(key: Key): Promise<Row | undefined>;
  /** Items of a partition whose sort key begins so, in order. Strongly consistent. */
  list(pk: string, prefix: string): Promise<Row[]>;
  /** Throws `HeadMoved` when another change of the run came first, `Conflict` when an expectation does not hold. */
  commit(change: Change): Promise<void>;
  /** One transaction of items that are part of no run, such as a mailbox. Throws `Conflict`. */
  keep(writes: readonly Write[]): Promise<void>;
}

/** Payloads that are too large to travel, by their digest. Putting the same bytes twice is one object. */
export interface Payloads {
  put(digest: string, bytes: Uint8Array): Promise<void>;
  get(digest: string): Promise<Uint8Array>;
}

/** Asked before each effect. A decision that could not be made is a deny, never an exception. */
export interface Policy {
  decide(request: PolicyRequest): PolicyDecision;
}

/** What every governed step needs. */
export interface EnginePorts {
  clock: Clock;
  random: Random;
  ledger: Ledger;
  payloads: Payloads;
  policy: Policy;
}
