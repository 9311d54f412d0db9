import { UsageError } from './command.ts';
import { DEFAULT_DATA, type LocalNote, readNote } from './local-note.ts';

/** Where the API is and who asks: flags, environment, or the region that runs on this machine. */
export interface ApiFlags {
  endpoint?: string;
  data?: string;
}

/** Calls the API as the client it was given. Throws `ApiFailure` with the API's own words. */
export interface Api {
  note: LocalNote | undefined;
  get(path: string, query?: Record<string, string | undefined>): Promise<unknown>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<unknown>;
}

/** What the API refused, as it said it. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly problem: Record<string, unknown>;

  constructor(status: number, problem: Record<string, unknown>) {
    super(String(problem.detail ?? problem.message ?? `the API answered ${status}`));
    this.name = 'ApiFailure';
    this.status = status;
    this.problem = problem;
  }
}

/** Signs in and returns the API. */
export async function connect(flags: ApiFlags): Promise<Api> {
  const note = flags.endpoint === undefined ? readNote(flags.data ?? DEFAULT_DATA) : undefined;
  const url = flags.endpoint ?? process.env.COUNTERSIGN_ENDPOINT ?? note?.url;
  if (!url) throw new UsageError('no region runs here; start one with: npx countersign dev (or give --endpoint URL)');
  return { ...(await connectTo(url, note?.client ?? clientOfEnvironment())), note };
}

/** The API at an address, as a client. */
export async function connectTo(url: string, client: LocalNote['client']): Promise<Api> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.id,
    client_secret: client.secret,
  });
  const { access_token } = (await send(url, 'POST', '/v1/auth/token', form, {})) as { access_token: string };
  const authorization = { authorization: `Bearer ${access_token}` };
  return {
    note: undefined,
    get: (path, query = {}) => send(url, 'GET', `${path}${queryString(query)}`, undefined, authorization),
    post: (path, body, headers = {}) =>
      send(url, 'POST', path, JSON.stringify(body), {
        ...authorization,
        'content-type': 'application/json',
        ...headers,
      }),
  };
}

function clientOfEnvironment(): LocalNote['client'] {
  const { COUNTERSIGN_CLIENT_ID: id, COUNTERSIGN_CLIENT_SECRET: secret } = process.env;
  if (id && secret) return { id, secret };
  throw new UsageError('set COUNTERSIGN_CLIENT_ID and COUNTERSIGN_CLIENT_SECRET to an API client of that deployment');
}

function queryString(query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

async function send(
  url: string,
  method: string,
  path: string,
  body: string | URLSearchParams | undefined,
  headers: Record<string, string>,
): Promise<unknown> {
  const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) }).catch(
    (error: Error) => {
      const why = (error.cause as Error | undefined)?.message ?? error.message;
      throw new Error(`${url} does not answer (${why}); is it running? Start it with: npx countersign dev`);
    },
  );
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok) throw new ApiFailure(response.status, answer);
  return answer;
}
