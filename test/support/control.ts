import { join } from 'node:path';
import { compileFolder } from '../../lib/compile/folder.ts';
import { type ApiRequest, handle } from '../../lib/control/handle.ts';
import type { Caller, ControlPorts, IndexQuery } from '../../lib/control/ports.ts';
import { routes } from '../../lib/control/routes.ts';
import type { Row } from '../../lib/engine/ports.ts';
import { approvalWorld, policies } from './approvals.ts';
import { TENANT } from './engine.ts';

const folder = join(import.meta.dirname, '../../statemachines/document-processing');
const { program } = compileFolder(folder).compiled!;

export const CALLER: Caller = { id: 'operator', scopes: ['read', 'write', 'decide'] };
export const SECRET = 'a-client-secret-that-nobody-may-read';

type Options = Partial<ApiRequest> & { json?: unknown };

/** The API over everything in memory. `call` answers with the status, the headers and the parsed body. */
export async function controlWorld(overrides: Partial<ControlPorts> = {}, asked?: Parameters<typeof approvalWorld>[0]) {
  const world = await approvalWorld(asked);
  const reported: unknown[] = [];
  const logged: string[] = [];
  const intake: { key: string; bytes: Uint8Array }[] = [];
  const ports: ControlPorts = {
    ...world.ports,
    payloads: memoryPayloads(),
    index: { page: async (query) => pageOf(world.rows, query) },
    programs: { pay: { ...program, name: 'pay', input: undefined }, [program.name]: program },
    policies,
    tokens: { issue: async ({ sub, scope }) => ({ token: `token-of ${sub} ${scope}`, expiresIn: 900 }) },
    intake: {
      put: async (key, bytes) => {
        intake.push({ key, bytes });
        return { bucket: 'inbox', key, versionId: `v${intake.length}` };
      },
    },
    clientSecret: async (id) => (id === 'operator' ? SECRET : undefined),
    prove: async () => {
      throw new Error('no proof in this test');
    },
    verifierKey: async () => 'countersign/acme/eu-central-1+00000000+AAAA',
    ...overrides,
  };
  const call = async (method: string, path: string, { json, ...more }: Options = {}) => {
    const withBody = json === undefined ? {} : { body: JSON.stringify(json) };
    const headers = { ...(json !== undefined && { 'content-type': 'application/json' }), ...more.headers };
    const request = { query: {}, body: '', caller: CALLER, ...withBody, ...more, method, path, headers };
    if (more.caller === undefined && 'caller' in more) delete (request as Partial<ApiRequest>).caller;
    const answer = await handle(ports, request, (error) => reported.push(error));
    logged.push(JSON.stringify(answer));
    return { ...answer, body: JSON.parse(answer.body) };
  };
  return { ...world, ports, call, reported, logged, intake, program };
}

function memoryPayloads(): ControlPorts['payloads'] {
  const objects = new Map<string, Uint8Array>();
  return {
    put: async (digest, bytes) => void objects.set(digest, bytes),
    get: async (digest) => objects.get(digest)!,
  };
}

/** A page of the index, as DynamoDB gives it: at most `limit` rows after a key of its own spelling. */
function pageOf(rows: Map<string, Row>, { partition, limit, after, newestFirst }: IndexQuery) {
  const place = (row: Row) => `${String(row.gsi1sk)}|${row.pk}|${row.sk}`;
  const found = [...rows.values()].filter(({ gsi1pk }) => gsi1pk === partition);
  found.sort((a, b) => (place(a) < place(b) ? -1 : 1) * (newestFirst ? -1 : 1));
  const start = after === undefined ? 0 : found.findIndex((row) => place(row) === after) + 1;
  const taken = found.slice(start, start + limit);
  const last = taken.at(-1);
  return { rows: structuredClone(taken), ...(last && start + limit < found.length && { next: place(last) }) };
}

/** A row of a run, enough to be listed. */
export const runRow = (i: number, more: object = {}): [string, Row] => {
  const id = i.toString(16).padStart(40, '0');
  const startedAt = new Date(1_700_000_000_000 + Math.floor(i / 3) * 1000).toISOString();
  const about = {
    run: id,
    workflow: 'pay',
    version: '1.0.0',
    status: 'RUNNING',
    startedAt,
    head: { size: 1, hash: 'x' },
  };
  const key = { pk: `T#${TENANT}#RUN#${id}`, sk: 'RUN' };
  const index = { gsi1pk: `T#${TENANT}#RUNS`, gsi1sk: `${startedAt}#${id}` };
  return [`${key.pk}|${key.sk}`, { ...key, ...index, ...about, input: { value: null, salt: '' }, ...more }];
};

export { routes };
