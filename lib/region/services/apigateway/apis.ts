/** The HTTP APIs of the region as CloudFormation describes them. */
import { createHash } from 'node:crypto';
import { type Records, records } from '../../records.ts';
import type { Region, ResourcePlace } from '../../service.ts';

export interface Cors {
  allowOrigins: string[];
  allowHeaders: string[];
  allowMethods: string[];
  exposeHeaders: string[];
  allowCredentials: boolean;
  /** Seconds. */
  maxAge?: number | undefined;
}

export interface Api {
  id: string;
  name: string;
  description: string;
  /** Of its listener on 127.0.0.1. */
  port: number;
  cors?: Cors | undefined;
  /** Milliseconds since the epoch. */
  created: number;
}

export interface Throttling {
  burst?: number | undefined;
  /** Requests a second. */
  rate?: number | undefined;
}

export interface Stage {
  apiId: string;
  /** `$default`, or the first segment of the path. */
  name: string;
  variables: Record<string, string>;
  throttling: Throttling;
  /** By route key. */
  routeThrottling: Record<string, Throttling>;
  /** Where each request leaves a line: ARN of a log group. */
  accessLog?: { group: string; format: string } | undefined;
}

export interface Route {
  apiId: string;
  id: string;
  /** `GET /orders/{id}`, `ANY /{proxy+}` or `$default` */
  key: string;
  integrationId?: string | undefined;
  authorizerId?: string | undefined;
  scopes: string[];
}

export interface Integration {
  apiId: string;
  id: string;
  /** ARN of a function, version or alias. */
  functionArn: string;
  /** Role to call it with, instead of the function's own permission. */
  role?: string | undefined;
  /** Milliseconds. */
  timeout: number;
}

export interface Authorizer {
  apiId: string;
  id: string;
  kind: 'REQUEST' | 'JWT';
  /** Expressions such as `$request.header.Authorization`. */
  identitySources: string[];
  functionArn?: string | undefined;
  role?: string | undefined;
  /** Seconds for which an answer holds; 0: it is asked each time. */
  ttl: number;
  issuer?: string | undefined;
  audience: string[];
}

/** Records of the children of an API, by API id and their own. */
export interface Apis {
  apis: Records<Api>;
  stages: Records<Stage>;
  routes: Records<Route>;
  integrations: Records<Integration>;
  authorizers: Records<Authorizer>;
}

export function apis({ store }: Region): Apis {
  return {
    apis: records(store, 'apigateway_apis'),
    stages: records(store, 'apigateway_stages'),
    routes: records(store, 'apigateway_routes'),
    integrations: records(store, 'apigateway_integrations'),
    authorizers: records(store, 'apigateway_authorizers'),
  };
}

/** Key of a child in its records. */
export function childKey(apiId: string, id: string): string {
  return `${apiId}/${id}`;
}

/** An id in the manner of API Gateway, ten letters and digits, the same whenever the resource is made. */
export function idOf(place: ResourcePlace): string {
  const digest = createHash('sha256').update(`${place.stack}/${place.logicalId}`).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, 10);
}

/** `arn:aws:execute-api:<region>:<account>:<api>/…` */
export function executeArn(region: Region, apiId: string, rest: string): string {
  return `arn:aws:execute-api:${region.name}:${region.account}:${apiId}/${rest}`;
}
