import { setTimeout } from 'node:timers/promises';
import { decodeKey } from '../../audit/checkpoint.ts';
import { verifyBundle } from '../../audit/verify.ts';
import type { Api } from '../api/connect.ts';
import { ApiFailure } from '../api/failure.ts';

export interface Proof {
  /** Of the run's chain. */
  entries: number;
  holds: boolean;
  /** Why it does not. */
  finding?: string;
}

export type Prove = (run: string) => Promise<Proof>;

/** Tries, and milliseconds between them: the newest entries are in a checkpoint within seconds. */
const TRIES = 60;
const EVERY = 500;

/** Exports proofs and verifies them as `audit verify` does. */
export async function proverOf(api: Api): Promise<Prove> {
  const key = decodeKey(((await api.get('/v1/audit/key')) as { key: string }).key);
  return async (run) => {
    const bundle = await exported(api, run);
    if (bundle === undefined) return { entries: 0, holds: false, finding: 'it was not anchored in time' };
    const { ok, entries, findings } = verifyBundle(bundle, { key });
    return { entries, holds: ok, ...(findings[0] && { finding: findings[0].message }) };
  };
}

async function exported(api: Api, run: string): Promise<unknown> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      return await api.get(`/v1/executions/${run}/proof`);
    } catch (error) {
      if (!(error instanceof ApiFailure && error.type === 'not-anchored-yet')) throw error;
      await setTimeout(EVERY);
    }
  }
  return undefined;
}
