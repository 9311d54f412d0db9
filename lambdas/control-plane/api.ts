import type { APIGatewayProxyEventV2WithLambdaAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { controlPorts } from '../../lib/aws/control.ts';
import { handle } from '../../lib/control/handle.ts';

interface Claims {
  sub?: string;
  scope?: string;
}

const ports = controlPorts();

/** The HTTP API. */
export async function handler(
  event: APIGatewayProxyEventV2WithLambdaAuthorizer<Claims>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { sub, scope } = event.requestContext.authorizer?.lambda ?? {};
  const request = {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: (event.queryStringParameters ?? {}) as Record<string, string>,
    headers: event.headers as Record<string, string>,
    body: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString() : (event.body ?? ''),
    ...(sub && { caller: { id: sub, scopes: scope?.split(' ') ?? [] } }),
  };
  const { status, headers, body } = await handle(ports, request, (error) => console.error(error));
  return { statusCode: status, headers, body };
}
