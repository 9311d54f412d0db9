import * as z from 'zod';
import { timerFired } from '../../lib/approvals/escalate.ts';
import { notifyPorts } from '../../lib/aws/approvals.ts';

const timer = z.object({ run: z.string(), approval: z.string(), level: z.number().int().min(0).optional() });
const ports = notifyPorts();

/** A timer of an approval has fired. */
export async function handler(event: unknown): Promise<void> {
  await timerFired(ports, timer.parse(event));
}
