import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Paused } from '../engine/errors.ts';
import { callSystem, type SystemRequest, type SystemSecret, systemSecret } from '../engine/system-call.ts';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';

type Options = Pick<SystemRequest, 'idempotencyKey' | 'signal' | 'timeout'>;

/** An external system of the workflow file, as a tool that is granted `{ call: <name> }` uses it. `system-call.ts` has the errors. */
export interface System {
  get(path: string, options?: Options): Promise<unknown>;
  post(path: string, body: unknown, options?: Options): Promise<unknown>;
  put(path: string, body: unknown, options?: Options): Promise<unknown>;
  patch(path: string, body: unknown, options?: Options): Promise<unknown>;
  delete(path: string, options?: Options): Promise<unknown>;
}

/**
 * `system('hr').post('/accounts', body, { idempotencyKey: key, signal })`. Send the key of the effect with every write,
 * so that a second attempt is known for one.
 */
export function system(name: string): System {
  const call = async (method: SystemRequest['method'], path: string, more: Partial<SystemRequest> = {}) =>
    callSystem(fetch, await secretOf(name), { system: name, method, path, ...more });
  return {
    get: (path, options) => call('GET', path, options),
    post: (path, body, options) => call('POST', path, { body, ...options }),
    put: (path, body, options) => call('PUT', path, { body, ...options }),
    patch: (path, body, options) => call('PATCH', path, { body, ...options }),
    delete: (path, options) => call('DELETE', path, options),
  };
}

const client = new SecretsManagerClient(CLIENT);

/** Milliseconds that a secret is kept, so that a new token is in use a few minutes after it was set. */
const KEPT = 5 * 60_000;
const cache = new Map<string, { secret: SystemSecret; until: number }>();

async function secretOf(name: string): Promise<SystemSecret> {
  const known = cache.get(name);
  if (known && known.until > Date.now()) return known.secret;
  const SecretId = env(`COUNTERSIGN_SYSTEM_${name.toUpperCase().replaceAll('-', '_')}`);
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  const secret = parsed(name, SecretString);
  cache.set(name, { secret, until: Date.now() + KEPT });
  return secret;
}

/** A deployment creates the secret empty: the operator has yet to say where the system is. */
function parsed(name: string, text: string): SystemSecret {
  const content = systemSecret.safeParse(text.startsWith('{') ? JSON.parse(text) : undefined);
  if (content.success) return content.data;
  throw new Paused(
    `where ${name} is has not been set; an operator sets it with countersign systems set <workflow> ${name}`,
  );
}
