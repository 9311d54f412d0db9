/** Access logs: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
import { AwsError } from '../../../service.ts';
import { commonLogTime } from './event.ts';
import type { HttpRequest, HttpResponse } from './request.ts';

/** What is known of a request once it is answered. */
export interface Visit {
  accountId: string;
  apiId: string;
  stage: string;
  /** Absent if no route fits. */
  routeKey?: string | undefined;
  requestId: string;
  /** Milliseconds since the epoch. */
  time: number;
  /** Milliseconds from request to answer. */
  latency: number;
  request: HttpRequest;
  response: HttpResponse;
}

const VARIABLES: Readonly<Record<string, (visit: Visit) => unknown>> = {
  accountId: ({ accountId }) => accountId,
  apiId: ({ apiId }) => apiId,
  domainName: ({ request }) => request.headers.host,
  domainPrefix: ({ apiId }) => apiId,
  httpMethod: ({ request }) => request.method,
  'identity.sourceIp': ({ request }) => request.sourceIp,
  'identity.userAgent': ({ request }) => request.headers['user-agent'],
  path: ({ request }) => request.path,
  protocol: ({ request }) => request.protocol,
  requestId: ({ requestId }) => requestId,
  extendedRequestId: ({ requestId }) => requestId,
  requestTime: ({ time }) => commonLogTime(new Date(time)),
  requestTimeEpoch: ({ time }) => Math.floor(time / 1000),
  responseLatency: ({ latency }) => Math.round(latency),
  responseLength: ({ response }) => Buffer.byteLength(response.body),
  routeKey: ({ routeKey }) => routeKey,
  stage: ({ stage }) => stage,
  status: ({ response }) => response.status,
};

const VARIABLE = /\$context\.([\w-]+(?:\.[\w-]+)*)/g;

/** @throws AwsError BadRequestException that names the variables which the region does not know */
export function checkFormat(format: string): void {
  const unknown = [...format.matchAll(VARIABLE)].filter(([, name = '']) => !Object.hasOwn(VARIABLES, name));
  if (unknown.length === 0) return;
  const names = unknown.map(([whole]) => whole).join(', ');
  throw new AwsError('BadRequestException', `The local region does not know the access log variables ${names}.`);
}

/** The line of a visit; what has no value is a dash, as on AWS. */
export function accessLine(format: string, visit: Visit): string {
  return format.replaceAll(VARIABLE, (_, name: string) => String(VARIABLES[name]?.(visit) ?? '-'));
}
