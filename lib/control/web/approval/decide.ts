import { decide } from '../../../approvals/decide.ts';
import { Refused } from '../../../approvals/errors.ts';
import type { Decision } from '../../../approvals/row.ts';
import type { Person } from '../../../policy/directory.ts';
import type { WebPorts } from '../ports.ts';
import type { Look } from './look.ts';
import type { Submission } from './submission.ts';

/** Takes the decision of a form, by somebody who has proved who they are. Throws `Refused`. */
export async function decideOn(
  ports: WebPorts,
  look: Look,
  { decision, digest, comment, fields }: Submission,
  by: { person: Person; proof: Decision['proof'] },
): Promise<void> {
  if (digest !== look.digest) throw changed();
  await decide(ports, look.row, {
    ...by,
    decision: decision === 'reject' ? 'reject' : 'approve',
    digest,
    comment,
    // What is rejected is rejected as it was shown.
    ...(decision === 'approve' && fields !== undefined && { fields }),
  });
}

const changed = () =>
  new Refused({
    code: 'changed',
    message: 'this approval has changed since you opened it; look at it again, as it is shown here, and decide anew',
  });

/** Throws if the run has ended otherwise meanwhile: stopped, or out of time. */
export function mustBeRunning({ run, state }: Look): void {
  if (state !== 'run-ended') return;
  const message = `the run has ended as ${run.status.toLowerCase()}, so there is nothing left to decide`;
  throw new Refused({ code: 'changed', message });
}
