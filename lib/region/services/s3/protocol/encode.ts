/** From an output or an error to a response. */
import type { AwsError, WireRequest, WireResponse } from '../../../service.ts';
import { element, type Xml } from '../../../wire/xml.ts';
import { answerHeaders } from './bindings.ts';
import { bucketRoutes } from './bucket-routes.ts';
import { objectRoutes } from './object-routes.ts';

type Members = Record<string, unknown>;

const namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

export function encode(operation: string, output: unknown): WireResponse {
  const route = [...bucketRoutes, ...objectRoutes].find((one) => one.operation === operation)!;
  const members = (output ?? {}) as Members;
  if (!route.xml) {
    const { Body, ...rest } = members;
    const status = rest.ContentRange ? 206 : (route.status ?? 200);
    return { status, headers: headersOf(rest), body: (Body as Uint8Array | undefined) ?? '' };
  }
  const { root, content, headers = [] } = route.xml;
  const apart = Object.entries(members).filter(([name]) => headers.includes(name));
  const rest = Object.entries(members).filter(([name]) => !headers.includes(name));
  const body = declaration + element(root, content(Object.fromEntries(rest)) as Xml, namespace);
  const type = { 'content-type': 'application/xml' };
  return { status: 200, headers: { ...type, ...headersOf(Object.fromEntries(apart)) }, body };
}

function headersOf(members: Members): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) continue;
    if (name === 'Metadata') Object.assign(headers, metadataHeaders(value as Record<string, string>));
    else if (answerHeaders[name]) headers[answerHeaders[name]] = headerText(name, value);
  }
  return headers;
}

function metadataHeaders(metadata: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]));
}

function headerText(name: string, value: unknown): string {
  if (!(value instanceof Date)) return String(value);
  return name === 'LastModified' ? value.toUTCString() : value.toISOString();
}

/** Details of an error that stand in headers; the rest stands in its body. */
const headersOfErrors = ['DeleteMarker', 'VersionId'];

export function fail(error: AwsError, request: WireRequest): WireResponse {
  // S3 says AccessDenied where the JSON services say AccessDeniedException.
  const denied = error.code === 'AccessDeniedException';
  const members = Object.entries(error.members);
  const apart = Object.fromEntries(members.filter(([name]) => headersOfErrors.includes(name)));
  const body = {
    Code: denied ? 'AccessDenied' : error.code,
    Message: error.message,
    ...Object.fromEntries(members.filter(([name]) => name !== 'DeleteMarker')),
    Resource: request.path,
  };
  const headers = { 'content-type': 'application/xml', ...headersOf(apart) };
  const isBodiless = request.method === 'HEAD' || error.status === 304;
  return {
    status: denied ? 403 : error.status,
    headers,
    body: isBodiless ? '' : declaration + element('Error', body as Xml),
  };
}
