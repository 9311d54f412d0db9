import {
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { SystemSecret } from '../engine/system-call.ts';

/** Which system of which workflow. */
export interface SystemName {
  tenant: string;
  workflow: string;
  system: string;
}

/** Where the secret is kept: an AWS region with the caller's own credentials, or the local region with its root's. */
export interface SecretPlace {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** Sets where a system is. Resolves to false if the deployment has no such system. */
export async function setSystemSecret(place: SecretPlace, name: SystemName, secret: SystemSecret): Promise<boolean> {
  const client = new SecretsManagerClient({ ...place, maxAttempts: 3 });
  const SecretId = `countersign/${name.tenant}/${name.workflow}/${name.system}`;
  try {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(secret) }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  } finally {
    client.destroy();
  }
}
