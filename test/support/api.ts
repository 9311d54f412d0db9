import type { Product } from './product.ts';

/** The HTTP API of a deployment under test, as its own client. Throws what is not 2xx. */
export async function apiOf({ call, output }: Pick<Product, 'call' | 'output'>) {
  const url = output(/^Url$/);
  const { SecretString } = await call('secretsmanager', 'GetSecretValue', { SecretId: output(/^ApiClient/) });
  const client = { grant_type: 'client_credentials', ...JSON.parse(SecretString) };
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(url + path, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  const { access_token } = await ask('/v1/auth/token', { method: 'POST', body: new URLSearchParams(client) });
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
  return {
    get: (path: string) => ask(path, { headers }),
    post: (path: string, body: object) => ask(path, { method: 'POST', headers, body: JSON.stringify(body) }),
  };
}
