/** AWS query, of STS and IAM: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
import type { Protocol, WireResponse } from '../service.ts';
import { AwsError } from '../service.ts';
import { element, type Xml } from './xml.ts';

/** @param namespace of the answers, as `https://sts.amazonaws.com/doc/2011-06-15/`. */
export function queryProtocol(namespace: string): Protocol {
  const xmlns = ` xmlns="${namespace}"`;
  return {
    decode(request) {
      const parameters = new URLSearchParams(Buffer.from(request.body).toString() || request.query.toString());
      const operation = parameters.get('Action');
      if (!operation) throw new AwsError('MissingAction', 'The request has no Action parameter.');
      return { operation, input: membersOf(parameters) };
    },
    encode: (operation, output) =>
      xml(200, element(`${operation}Response`, { [`${operation}Result`]: memberLists(output) as Xml }, xmlns)),
    fail: (error) => xml(error.code.startsWith('AccessDenied') ? 403 : error.status, failure(error, xmlns)),
  };
}

const xml = (status: number, body: string): WireResponse => ({ status, headers: { 'content-type': 'text/xml' }, body });

function failure(error: AwsError, xmlns: string): string {
  // The query services say AccessDenied where the JSON ones say AccessDeniedException.
  const code = error.code === 'AccessDeniedException' ? 'AccessDenied' : error.code;
  const type = error.status < 500 ? 'Sender' : 'Receiver';
  return element('ErrorResponse', { Error: { Type: type, Code: code, Message: error.message } }, xmlns);
}

/** `Tags.member.1.Key=a` becomes `{ Tags: [{ Key: 'a' }] }`. */
function membersOf(parameters: URLSearchParams): unknown {
  const input: Tree = {};
  for (const [name, value] of parameters)
    if (name !== 'Action' && name !== 'Version') put(input, name.split('.'), value);
  return listsOf(input);
}

interface Tree {
  [name: string]: Tree | string;
}

function put(tree: Tree, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) tree[name] = value;
  else {
    tree[name] ??= {};
    put(tree[name] as Tree, rest, value);
  }
}

function listsOf(tree: Tree | string): unknown {
  if (typeof tree === 'string') return tree;
  if (typeof tree.member === 'object') return Object.values(tree.member).map(listsOf);
  return Object.fromEntries(Object.entries(tree).map(([name, member]) => [name, listsOf(member)]));
}

/** Lists stand in `<member>` elements. */
function memberLists(value: unknown): unknown {
  if (Array.isArray(value)) return { member: value.map(memberLists) };
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, memberLists(member)]));
}
