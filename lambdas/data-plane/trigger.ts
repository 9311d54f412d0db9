import type { S3ObjectCreatedNotificationEvent } from 'aws-lambda';
import { deployment, recordPorts } from '../../lib/aws/deployment.ts';
import { s3Payloads } from '../../lib/aws/payloads.ts';
import { requestRun } from '../../lib/engine/runs.ts';

const ports = { ...recordPorts(), payloads: s3Payloads() };
const { tenant, program } = deployment();

/** An object has been created: asks for a run of it. The same version of an object is the same run. */
export async function handler({
  detail,
}: S3ObjectCreatedNotificationEvent): Promise<{ run: string; created: boolean }> {
  const { bucket, object } = detail;
  const input = {
    bucket: bucket.name,
    key: object.key,
    versionId: object['version-id'],
    size: object.size,
    etag: object.etag,
  };
  const event = JSON.stringify([input.bucket, input.key, input.versionId]);
  return requestRun(ports, {
    tenant,
    workflow: program.name,
    version: program.version,
    event,
    input,
    actor: 'trigger',
  });
}
