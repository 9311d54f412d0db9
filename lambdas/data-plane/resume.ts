import type { EventBridgeEvent } from 'aws-lambda';
import { resume } from '../../lib/approvals/resume.ts';
import { answerTask } from '../../lib/aws/answers.ts';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { openToken } from '../../lib/aws/tokens.ts';
import type { RunEvent } from '../../lib/engine/outbox.ts';

const { ledger } = recordPorts();
const { tenant } = deployment();

/** An approval was decided, has expired, or waits with a new token: hands the answer to its run if there is one. */
export async function handler({ detail }: EventBridgeEvent<string, RunEvent>): Promise<void> {
  await resume({ tenant, ledger, open: openToken, answer: answerTask }, detail.run, detail.subject!);
}
