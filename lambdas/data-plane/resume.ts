import type { EventBridgeEvent } from 'aws-lambda';
import { resume } from '../../lib/approvals/resume.ts';
import { answerTask, beatTask } from '../../lib/aws/answers.ts';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { s3Payloads } from '../../lib/aws/payloads.ts';
import { openToken } from '../../lib/aws/tokens.ts';
import { endChild } from '../../lib/engine/child-end.ts';
import type { RunEvent } from '../../lib/engine/outbox.ts';
import { beatSignal, resumeSignal } from '../../lib/signals/resume.ts';

const { tenant, program } = deployment();
const ports = { ...recordPorts(), payloads: s3Payloads(), tenant, open: openToken, answer: answerTask };
const outputOf = (step: string) => program.steps[step]?.output;

/** What a step waits for has come, or it waits with a new token: hands the answer to its run if there is one. */
export async function handler({ detail }: EventBridgeEvent<string, RunEvent>): Promise<void> {
  const { run, type, subject: id = '', data } = detail;
  if (type === 'child.token-renewed') return endChild(ports, String(data.child), outputOf);
  if (type.startsWith('run.')) return endChild(ports, run, outputOf);
  if (!type.startsWith('signal.')) return resume(ports, run, id);
  const waiting = { run, id, ...(data as { step: string; at?: string }) };
  if (type === 'signal.heartbeat') return beatSignal({ ...ports, heartbeat: beatTask }, waiting);
  return resumeSignal(ports, waiting);
}
