import * as z from 'zod';
import type { Route } from './route.ts';

/** The API's description (OpenAPI 3.1), derived from the route table. */
export function openapi(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Countersign', version: '1', description: 'Governed workflows: runs, approvals and their proofs.' },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/v1/auth/token', scopes: SCOPES } } },
      },
      schemas: { Problem: PROBLEM },
    },
  };
}

const SCOPES = { read: 'See everything', write: 'Ask for runs, stop them, keep drafts', decide: 'Decide approvals' };

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'status', 'title', 'detail'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    title: { type: 'string' },
    detail: { type: 'string' },
  },
};

function operation(route: Route): object {
  const failure = {
    description: 'A problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    operationId: route.operation,
    summary: route.summary,
    parameters: [
      ...parameters('path', route.params),
      ...parameters('query', route.query),
      ...(route.idempotent ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(route.body && { requestBody: { required: true, content: contents(route) } }),
    responses: {
      [route.status]: {
        description: 'Done',
        content: { 'application/json': { schema: schemaOf(route.result, 'output') } },
      },
      default: failure,
    },
    security: route.scope === 'open' ? [] : [{ token: [route.scope] }],
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Sent again with the same key, the request has no second effect.',
  schema: { type: 'string', maxLength: 255 },
};

function contents({ body, form }: Route): object {
  const content = { schema: schemaOf(body!, 'input') };
  return { 'application/json': content, ...(form && { 'application/x-www-form-urlencoded': content }) };
}

function parameters(where: 'path' | 'query', schema: z.ZodType | undefined): object[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: object; required?: string[] };
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: of,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
