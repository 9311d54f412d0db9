/** AWS restJson1: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
import { AwsError, type Protocol, type WireRequest, type WireResponse } from '../service.ts';
import { parseJson } from './json.ts';
import { convert, type MemberPath, toBlob, toDate, toWire } from './members.ts';

/** The member a query parameter or header is bound to, with its type unless that is text. */
export type Binding = string | { member: string; as: 'number' | 'boolean' | 'list' | 'date' };

export interface Route {
  method: string;
  /** `/v2/email/identities/{EmailIdentity}`; `{Key+}` takes the rest of the path. A label's name is the member's. */
  path: string;
  operation: string;
  /** Query parameters that must have exactly this value for the route to match, as `{ 'list-type': '2' }`. */
  when?: Readonly<Record<string, string>>;
  /** Parameter name -> member of the input. */
  query?: Readonly<Record<string, Binding>>;
  /** Lower-case header name -> member of the input. */
  headers?: Readonly<Record<string, Binding>>;
  /** The body as it is, as bytes, is this member; otherwise the body is JSON. */
  payload?: string;
  blobs?: readonly MemberPath[];
  timestamps?: readonly MemberPath[];
  /** The answer: status by default 200; `statusMember` names the member that holds it; header name -> member. */
  output?: {
    status?: number;
    statusMember?: string;
    headers?: Readonly<Record<string, string>>;
    payload?: string;
  };
}

export function restJson(routes: readonly Route[]): Protocol {
  const compiled = routes.map((route) => ({ route, pattern: pattern(route.path) }));
  const byOperation = new Map(routes.map((route) => [route.operation, route]));
  return {
    decode(request) {
      for (const { route, pattern } of compiled) {
        const found = matches(route, request) && pattern.exec(request.rawPath);
        if (found) return { operation: route.operation, input: inputOf(route, request, found.groups ?? {}) };
      }
      throw new AwsError('UnknownOperationException', `No operation at ${request.method} ${request.path}`, 404);
    },
    encode: (operation, output) => answer(byOperation.get(operation)?.output ?? {}, (output ?? {}) as Members),
    fail: (error) => ({
      status: error.code === 'AccessDeniedException' ? 403 : error.status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
      body: JSON.stringify({ message: error.message, ...(toWire(error.members) as object) }),
    }),
  };
}

type Members = Record<string, unknown>;

function matches(route: Route, request: WireRequest): boolean {
  if (route.method !== request.method) return false;
  return Object.entries(route.when ?? {}).every(([name, value]) => request.query.get(name) === value);
}

/** Labels match the path as it was sent, since a label may hold an encoded slash. */
function pattern(path: string): RegExp {
  const source = path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      const label = /^\{(\w+)(\+?)\}$/.exec(part);
      if (label) return `(?<${label[1]}>${label[2] ? '.+' : '[^/]+'})`;
      return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}/?$`);
}

function inputOf(route: Route, request: WireRequest, labels: Record<string, string>): Members {
  const input: Members = route.payload ? { [route.payload]: request.body } : parseJson(request);
  for (const path of route.blobs ?? []) convert(input, path, toBlob);
  for (const path of route.timestamps ?? []) convert(input, path, toDate);
  for (const [name, value] of Object.entries(labels)) input[name] = decodeURIComponent(value);
  for (const [name, binding] of Object.entries(route.query ?? {})) bind(input, binding, request.query.getAll(name));
  for (const [name, binding] of Object.entries(route.headers ?? {}))
    bind(input, binding, request.headers[name] === undefined ? [] : [request.headers[name]]);
  return input;
}

function bind(input: Members, binding: Binding, values: readonly string[]): void {
  const [value] = values;
  if (value === undefined) return;
  const { member, as } = typeof binding === 'string' ? { member: binding, as: 'text' } : binding;
  if (as === 'number') input[member] = Number(value);
  else if (as === 'boolean') input[member] = value === 'true';
  else if (as === 'date')
    input[member] = new Date(/^\d/.test(value) && !value.includes('-') ? Number(value) * 1000 : value);
  else input[member] = as === 'list' ? values : value;
}

function answer(output: NonNullable<Route['output']>, members: Members): WireResponse {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const rest: Members = { ...members };
  for (const [name, member] of Object.entries(output.headers ?? {})) {
    if (rest[member] !== undefined) headers[name] = String(rest[member]);
    delete rest[member];
  }
  const status = output.statusMember ? Number(rest[output.statusMember] ?? 200) : (output.status ?? 200);
  if (output.statusMember) delete rest[output.statusMember];
  const raw = output.payload ? rest[output.payload] : undefined;
  if (output.payload) return { status, headers, body: raw instanceof Uint8Array ? raw : String(raw ?? '') };
  return { status, headers, body: status === 204 ? '' : JSON.stringify(toWire(rest)) };
}
