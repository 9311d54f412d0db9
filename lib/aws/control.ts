import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import directory from '@countersign/directory';
import policies from '@countersign/policies';
import programs from '@countersign/programs';
import { encodeKey } from '../audit/checkpoint.ts';
import { exportRun } from '../audit/export.ts';
import type { ControlPorts } from '../control/ports.ts';
import { cedar } from '../policy/cedar.ts';
import { kmsTokens } from './access-tokens.ts';
import { checkpointPublicKey } from './anchors.ts';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';
import { dynamoLedger } from './ledger.ts';
import { dynamoIndex } from './ledger-index.ts';
import { s3Payloads } from './payloads.ts';
import { exportPorts } from './proofs.ts';
import { clock, random } from './system.ts';

/** What the control plane needs, on AWS. */
export function controlPorts(): ControlPorts {
  const [tenant, table] = [env('COUNTERSIGN_TENANT'), env('COUNTERSIGN_LEDGER')];
  const ledger = dynamoLedger(table);
  return {
    tenant,
    clock,
    random,
    ledger,
    index: dynamoIndex(table),
    payloads: s3Payloads(),
    programs,
    directory,
    policies,
    policy: cedar(policies),
    tokens: kmsTokens,
    intake: { put: putInInbox },
    clientSecret,
    prove: (run) => exportRun(exportPorts(table, tenant, ledger), tenant, run),
    verifierKey: async () => encodeKey(await checkpointPublicKey()),
  };
}

const s3 = new S3Client(CLIENT);

async function putInInbox(Key: string, Body: Uint8Array): Promise<{ bucket: string; key: string; versionId: string }> {
  const Bucket = env('COUNTERSIGN_BUCKET_INBOX');
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return { bucket: Bucket, key: Key, versionId: VersionId! };
}

const secrets = new SecretsManagerClient(CLIENT);

async function clientSecret(id: string): Promise<string | undefined> {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: env('COUNTERSIGN_API_CLIENT') }));
  const client = JSON.parse(SecretString!) as { client_id: string; client_secret: string };
  return client.client_id === id ? client.client_secret : undefined;
}
