import { passOf, sha256, tenantPrefix } from '../engine/keys.ts';
import type { Key, Row } from '../engine/ports.ts';
import type { Kept } from '../engine/rows.ts';

/**
 * A mailbox is a partition for one signal name and one key. Signals that nobody waits for yet are kept in it, and steps
 * that wait are listed in it. `BOX` counts both, so that who adds one of them knows whether the other has come meanwhile.
 */
export interface Box extends Row {
  version: number;
}

export interface SignalRow extends Row {
  id: string;
  /** KEPT until a step takes it. */
  status: 'KEPT' | 'TAKEN';
  body: Kept;
  receivedAt: string;
  /** Who sent it, as in audit entries: `client:shop`. */
  from: string;
  /** Epoch seconds: the table forgets it then, and from then on it is not there. */
  ttl: number;
}

export interface WaitRow extends Row {
  run: string;
  step: string;
  at?: string;
  /** Of the wait; its token is filed under this. */
  id: string;
  /** OVER: its step was stopped. */
  status: 'WAITING' | 'TAKEN' | 'OVER';
  since: string;
  /** From then on nothing is given to it: a signal that comes later is kept. */
  expiresAt: string;
  body?: Kept;
  ttl: number;
}

/** A name and a key, of a tenant. */
export interface Address {
  tenant: string;
  name: string;
  key: string;
}

/** The key stands in it as its hash: it may be what nobody needs to read, such as an account number. */
export const boxPartition = ({ tenant, name, key }: Address): string =>
  `${tenantPrefix(tenant)}SIGNAL#${name}#${sha256(key)}`;

export const boxKey = (address: Address): Key => ({ pk: boxPartition(address), sk: 'BOX' });

export const SIGNAL_PREFIX = 'SIGNAL#';
export const signalKey = (address: Address, id: string): Key => ({
  pk: boxPartition(address),
  sk: `${SIGNAL_PREFIX}${id}`,
});

export const WAIT_PREFIX = 'WAIT#';
export const waitKey = (address: Address, { run, step, at }: Pick<WaitRow, 'run' | 'step' | 'at'>): Key => ({
  pk: boxPartition(address),
  sk: `${WAIT_PREFIX}${run}#${passOf(step, at)}`,
});

/** Days that a signal is kept, and known for one that has come before. */
export const KEPT_DAYS = 30;
export const ttlFrom = (milliseconds: number): number => Math.ceil(milliseconds / 1000) + KEPT_DAYS * 86_400;
