import directory from '@countersign/directory';
import type { NotifyPorts, OpenPorts } from '../approvals/ports.ts';
import { recordPorts } from './deployment.ts';
import { env } from './env.ts';
import { sendMail } from './mail.ts';
import { schedulerTimers } from './timers.ts';
import { sealToken } from './tokens.ts';

/** What mailing approvers needs, on AWS. */
export const notifyPorts = (): NotifyPorts => ({
  ...recordPorts(),
  tenant: env('COUNTERSIGN_TENANT'),
  directory,
  url: env('COUNTERSIGN_URL'),
  mailer: {
    async send({ to, ...mail }) {
      await sendMail({ to: [to], ...mail });
    },
  },
});

/** What opening an approval needs, on AWS. */
export const openPorts = (policyHash: string): OpenPorts => ({
  ...notifyPorts(),
  policyHash,
  timers: schedulerTimers,
  tokens: { seal: sealToken },
});
