import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { webPorts } from '../../lib/aws/web.ts';
import { answer } from '../../lib/control/web/answer.ts';
import { cookiesOf } from '../../lib/control/web/cookies.ts';

const ports = webPorts();

/** The pages for people. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const request = {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: new URLSearchParams(event.rawQueryString),
    headers: event.headers,
    cookies: cookiesOf(event.cookies ?? []),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
  const { status, headers, cookies = [], body } = await answer(ports, request, (error) => console.error(error));
  const isText = typeof body === 'string';
  return {
    statusCode: status,
    headers,
    cookies: [...cookies],
    body: isText ? body : Buffer.from(body).toString('base64'),
    isBase64Encoded: !isText,
  };
}
