import policies from '@countersign/policies';
import program from '@countersign/program';
import { noteFailure } from '../../lib/approvals/failure.ts';
import { openApproval } from '../../lib/approvals/open.ts';
import { openPorts } from '../../lib/aws/approvals.ts';
import { env } from '../../lib/aws/env.ts';
import { s3Payloads } from '../../lib/aws/payloads.ts';
import { redeem } from '../../lib/engine/claims.ts';
import { stepPayload } from '../../lib/engine/payload.ts';

const ports = openPorts(policies.hash);
const payloads = s3Payloads();
const settings = program.steps[env('COUNTERSIGN_STEP')]!.approval!;

/** A step waits for a person: opens its approval. The answer comes later, through the task token. */
export async function handler(event: unknown): Promise<{ approval: string }> {
  const payload = stepPayload.parse(event);
  const input = await redeem(payloads, payload.input);
  const opening = openApproval(ports, { ...payload, input }, settings, program.steps);
  const { approval } = await opening.catch((error: unknown) => noteFailure(ports, payload, error));
  return { approval };
}
