import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { encodeKey } from '../../lib/audit/checkpoint.ts';
import { exportRun } from '../../lib/audit/export.ts';
import { appendLeaves } from '../../lib/audit/log.ts';
import { compileFolder } from '../../lib/compile/folder.ts';
import { handle } from '../../lib/control/handle.ts';
import type { LedgerIndex } from '../../lib/control/ports.ts';
import { record } from '../../lib/engine/record.ts';
import type { RunStatus } from '../../lib/engine/rows.ts';
import { requestRun } from '../../lib/engine/runs.ts';
import { anchorWorld, leafOf, newKey } from './audit.ts';
import { chainOf, TENANT } from './engine.ts';
import { webWorld } from './web.ts';

const WORKFLOW = 'document-processing';
const { compiled } = compileFolder(join(import.meta.dirname, '../../statemachines', WORKFLOW));

export const CLIENT = { id: 'operator', secret: 'the-secret' };

/** What a test answers in place of the API. */
export type Instead = (request: IncomingMessage, response: ServerResponse) => void;

/** The API, as it is, on a port of this machine, over a ledger in memory; runs are moved on by hand. */
export async function apiWorld() {
  const pair = newKey();
  const log = anchorWorld(undefined, pair);
  const handed: { name: string; bytes: Uint8Array }[] = [];
  const web = webWorld({
    programs: { [WORKFLOW]: compiled!.program },
    tokens: { issue: async ({ sub, scope }) => ({ token: `${sub} ${scope}`, expiresIn: 3600 }) },
    clientSecret: async (id) => (id === CLIENT.id ? CLIENT.secret : undefined),
    verifierKey: async () => encodeKey(pair.key),
    intake: {
      put: async (name, bytes) => {
        handed.push({ name, bytes });
        return { bucket: 'inbox', key: name, versionId: 'v1' };
      },
    },
  });
  const { ports, rows } = web;
  const chain = (run: string) => chainOf(new Map([...rows].filter(([, { pk }]) => pk.endsWith(run))));
  ports.index = { page: pageOf(rows) };
  ports.prove = (run) =>
    exportRun(
      {
        entries: async () => chain(run),
        places: async () => chain(run).map(({ entry }) => log.log.places.get(`${entry.stream} ${entry.seq}`)!),
        newest: async () => log.newest(),
        readTile: log.log.readTile,
      },
      TENANT,
      run,
    );
  const steer: { instead: Instead | undefined; asked: string[] } = { instead: undefined, asked: [] };
  const server = createServer(async (request, response) => {
    steer.asked.push(`${request.method} ${request.url}`);
    if (steer.instead) return steer.instead(request, response);
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    const [sub, ...scopes] = request.headers.authorization?.replace('Bearer ', '').split(' ') ?? [];
    const answer = await handle(
      ports,
      {
        method: request.method!,
        path: pathname,
        query: Object.fromEntries(searchParams),
        headers: request.headers as Record<string, string>,
        body: (await request.toArray()).join(''),
        ...(sub && { caller: { id: sub, scopes } }),
      },
      (error) => web.reported.push(error),
    );
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let wanted = 0;
  return {
    ...web,
    steer,
    handed,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** A run that was asked for, by name of what asked. */
    async request(event = `event ${++wanted}`): Promise<string> {
      web.pass(1000);
      const request = { tenant: TENANT, workflow: WORKFLOW, version: '1.0.0', event, input: {}, actor: 'trigger' };
      return (await requestRun(ports, request)).run;
    },
    /** Ends a run. */
    async end(run: string, status: RunStatus, reason?: { name: string; message: string; step?: string }) {
      const at = new Date(ports.clock.now()).toISOString();
      const fact = { type: `run.${status.toLowerCase()}`, at, actor: 'settle', data: {} };
      const set = { status, endedAt: at, ...(reason && { reason }) };
      await record(ports, { tenant: TENANT, run, fact, at: () => ({ set }) });
    },
    /** The entries of a run reach the log, and a checkpoint. */
    async anchor(run: string): Promise<void> {
      await appendLeaves(log.log, chain(run).map(leafOf));
      await log.anchor();
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Pages of an index partition, as DynamoDB gives them: a page that is full says where it ended. */
function pageOf(rows: Awaited<ReturnType<typeof webWorld>>['rows']): LedgerIndex['page'] {
  return async ({ partition, limit, after, newestFirst }) => {
    const sign = newestFirst ? -1 : 1;
    const keyed = [...rows.values()]
      .filter((row) => row.gsi1pk === partition)
      .map((row) => ({ row, key: String(row.gsi1sk) }));
    const found = keyed
      .sort((a, b) => (a.key < b.key ? -sign : sign))
      .filter(({ key }) => after === undefined || (newestFirst ? key < after : key > after))
      .slice(0, limit);
    const next = found.length === limit ? found.at(-1)!.key : undefined;
    return { rows: found.map(({ row }) => row), ...(next && { next }) };
  };
}
