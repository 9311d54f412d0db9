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
    clientSecret,
    prove: (run) => exportRun(exportPorts(table, tenant, ledger), tenant, run),
    verifierKey: async () => encodeKey(await checkpointPublicKey()),
  };
}

const secrets = new SecretsManagerClient(CLIENT);

async function clientSecret(id: string): Promise<string | undefined> {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: env('COUNTERSIGN_API_CLIENT') }));
  const client = JSON.parse(SecretString!) as { client_id: string; client_secret: string };
  return client.client_id === id ? client.client_secret : undefined;
}
