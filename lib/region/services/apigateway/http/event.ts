/**
 * The event of a Lambda proxy integration, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { HttpRequest } from './request.ts';

/** What is known of a request besides what was sent. */
export interface Surroundings {
  accountId: string;
  apiId: string;
  domainName: string;
  routeKey: string;
  stage: string;
  stageVariables: Record<string, string>;
  pathParameters: Record<string, string>;
  requestId: string;
  /** Milliseconds since the epoch. */
  time: number;
  /** What the authorizer said: `{lambda: context}` or `{jwt: {claims, scopes}}`. */
  authorizer?: object | undefined;
}

export function eventOf(request: HttpRequest, around: Surroundings): object {
  return { ...requestPart('2.0', request, around), ...bodyOf(request) };
}

/** What integrations and authorizers are told alike. */
export function requestPart(version: string, request: HttpRequest, around: Surroundings): object {
  return {
    version,
    routeKey: around.routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(request.cookies.length > 0 && { cookies: request.cookies }),
    headers: request.headers,
    ...present('queryStringParameters', queryOf(request.query)),
    requestContext: contextOf(request, around),
    ...present('pathParameters', around.pathParameters),
    ...present('stageVariables', around.stageVariables),
  };
}

function contextOf(request: HttpRequest, around: Surroundings): object {
  const { accountId, apiId, domainName, authorizer, requestId, routeKey, stage, time } = around;
  return {
    accountId,
    apiId,
    ...(authorizer && { authorizer }),
    domainName,
    domainPrefix: apiId,
    http: {
      method: request.method,
      path: request.path,
      protocol: request.protocol,
      sourceIp: request.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey,
    stage,
    time: commonLogTime(new Date(time)),
    timeEpoch: time,
  };
}

const present = (name: string, value: Record<string, string>) => (Object.keys(value).length ? { [name]: value } : {});

/** Repeated parameters are joined with a comma. */
export function queryOf(query: string): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    joined[name] = name in joined ? `${joined[name]},${value}` : value;
  }
  return joined;
}

function bodyOf({ headers, body }: HttpRequest): object {
  if (body.byteLength === 0) return { isBase64Encoded: false };
  const text = isText(headers);
  return { body: Buffer.from(body).toString(text ? 'utf8' : 'base64'), isBase64Encoded: !text };
}

/** Forms are not among them: they arrive in base64. */
const TEXT = /^(text\/.+|application\/(.+\+)?json|application\/(.+\+)?xml|application\/javascript)$/i;

function isText(headers: HttpRequest['headers']): boolean {
  const encoding = headers['content-encoding'] ?? 'identity';
  const type = headers['content-type']?.split(';')[0]?.trim() ?? 'text/plain';
  return encoding === 'identity' && TEXT.test(type);
}

/** `12/Mar/2020:19:03:58 +0000` */
export function commonLogTime(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
