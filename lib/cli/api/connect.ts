import { join } from 'node:path';
import { Failure, UsageError } from '../command.ts';
import { ApiFailure } from './failure.ts';
import { DEFAULT_DATA, type LocalNote, readNote } from './note.ts';
import { send } from './send.ts';

/** Where the API is and who asks: flags, environment, or the region that runs on this machine. */
export interface ApiFlags {
  endpoint?: string;
  data?: string;
  json?: boolean;
}

/** Calls the API as the client it was given. Throws `ApiFailure` with the API's own words. */
export interface Api {
  get(path: string, query?: Record<string, string | undefined>): Promise<unknown>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<unknown>;
}

/** Signs in and returns the API. Throws `UsageError` where nobody has said which API. */
export async function connect({ endpoint: given, data }: ApiFlags): Promise<Api> {
  const endpoint = given ?? (data === undefined ? process.env.COUNTERSIGN_ENDPOINT : undefined);
  if (endpoint !== undefined) return connectTo(addressOf(endpoint), clientOfEnvironment());
  const folder = data ?? DEFAULT_DATA;
  const note = readNote(folder);
  if (!note)
    throw new Failure(`no region runs on ${folder}; start one with: npx countersign dev (or give --endpoint URL)`);
  return connectTo(note.url, note.client).catch((error: unknown) => {
    throw error instanceof ApiFailure && error.status === 401 ? stale(folder, note) : error;
  });
}

/** The API at an address, as a client. */
export async function connectTo(url: string, { id, secret }: LocalNote['client']): Promise<Api> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const { access_token } = (await send(url, { method: 'POST', path: '/v1/auth/token', body })) as {
    access_token: string;
  };
  const authorization = `Bearer ${access_token}`;
  return {
    get: (path, query = {}) =>
      send(url, { method: 'GET', path: `${path}${queryString(query)}`, headers: { authorization } }),
    post: (path, body, headers = {}) =>
      send(url, {
        method: 'POST',
        path,
        body: JSON.stringify(body),
        headers: { authorization, 'content-type': 'application/json', ...headers },
      }),
  };
}

function addressOf(endpoint: string): string {
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    throw new UsageError(`--endpoint ${endpoint} is not an address; give one such as https://api.example.com`);
  return endpoint.replace(/\/+$/, '');
}

function clientOfEnvironment(): LocalNote['client'] {
  const { COUNTERSIGN_CLIENT_ID: id, COUNTERSIGN_CLIENT_SECRET: secret } = process.env;
  if (id && secret) return { id, secret };
  throw new UsageError('set COUNTERSIGN_CLIENT_ID and COUNTERSIGN_CLIENT_SECRET to an API client of that deployment');
}

/** Another region has taken the address since; its clients are others. */
const stale = (folder: string, { url }: LocalNote): Failure =>
  new Failure(
    `the region at ${url} is not the one that ${join(folder, 'local.json')} was written for; ` +
      'give the data folder of the one that runs with --data, or start this one again with: npx countersign dev',
  );

function queryString(query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
