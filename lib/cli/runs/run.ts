import type { Api } from '../api/connect.ts';
import { wholeId } from '../api/whole-id.ts';

export interface Reason {
  name: string;
  message: string;
  step?: string | null;
}

/** A run as the API lists it. */
export interface Run {
  id: string;
  workflow: string;
  version: string;
  status: string;
  startedAt: string;
  endedAt?: string;
  reason?: Reason;
}

/** The whole id of a run of which the user gave the beginning. */
export const runIdOf = (api: Api, given: string): Promise<string> =>
  wholeId(api, given, { name: 'run', whole: /^[0-9a-f]{40}$/, pages: [['/v1/executions', {}]] });

export const reasonText = ({ name, message, step }: Reason): string =>
  `${name}${message && `: ${message}`}${step ? ` (step ${step})` : ''}`;
