import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { s3Payloads } from '../../lib/aws/payloads.ts';
import { occasionOf } from '../../lib/engine/occasion.ts';
import { requestRun } from '../../lib/engine/runs.ts';

const ports = { ...recordPorts(), payloads: s3Payloads() };
const { tenant, program } = deployment();

/** Something has happened that this workflow waits for: asks for a run. The same occasion is the same run. */
export async function handler(event: unknown): Promise<{ run: string; created: boolean }> {
  const { name: workflow, version } = program;
  return requestRun(ports, { tenant, workflow, version, actor: 'trigger', ...occasionOf(event) });
}
