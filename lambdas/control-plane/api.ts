import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { controlPorts } from '../../lib/aws/control.ts';
import { handle } from '../../lib/control/handle.ts';

/** What the authoriser says of the caller; absent at routes that are open to all. */
type ApiEvent = APIGatewayProxyEventV2 & {
  requestContext: { authorizer?: { lambda?: { sub?: string; scope?: string } } };
};

const ports = controlPorts();

/** The HTTP API. */
export async function handler(event: ApiEvent): Promise<APIGatewayProxyStructuredResultV2> {
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
