import { withdraw } from '../../lib/approvals/withdraw.ts';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { s3Payloads } from '../../lib/aws/payloads.ts';
import { stepsBeside } from '../../lib/engine/branches.ts';
import { stopChildren } from '../../lib/engine/child-stop.ts';
import { arrive, collect, joinRequest } from '../../lib/engine/join.ts';
import { withdrawWaits } from '../../lib/signals/withdraw.ts';

const { tenant, program } = deployment();
const ports = { ...recordPorts(), payloads: s3Payloads(), tenant };

/** A branch of a parallel step that does not wait for all has arrived; or enough have, and the others are over. */
export async function handler(event: unknown): Promise<{ output: object }> {
  const given = joinRequest.parse(event);
  if ('branch' in given) return arrive(ports, tenant, given).then(() => ({ output: {} }));
  const { output, branches } = await collect(ports, tenant, given);
  const over = {
    run: given.run.id,
    steps: stepsBeside(program.graph, given.join, branches),
    ...(given.at && { at: given.at }),
  };
  await withdraw(ports, over);
  await withdrawWaits(ports, program, { tenant, ...over });
  await stopChildren(ports, { tenant, ...over });
  return { output };
}
