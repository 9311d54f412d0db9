import type { Api } from '../api/connect.ts';
import { wholeId } from '../api/whole-id.ts';

/** An approval as the API lists it. */
export interface Approval {
  id: string;
  status: string;
  title: string;
  reason: string;
  dueAt: string;
  expiresAt: string;
  roles: string[];
}

/** The whole id of an approval of which the user gave the beginning: pending ones, then those that have ended. */
export const approvalIdOf = (api: Api, given: string): Promise<string> =>
  wholeId(api, given, {
    name: 'approval',
    whole: /^[0-9a-f]{40}\.[0-9a-f]{32}$/,
    pages: ['PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN'].map((status) => ['/v1/approvals', { status }]),
  });
