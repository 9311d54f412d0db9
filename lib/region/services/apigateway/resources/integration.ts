import * as z from 'zod';
import type { Provisioned } from '../../../service.ts';
import { integer, resource } from '../../../shape.ts';
import type { ApiGateway } from '../apigateway.ts';
import { childKey, idOf } from '../apis.ts';

const shape = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  IntegrationMethod: z.string().optional(),
  ConnectionType: z.literal('INTERNET').optional(),
  CredentialsArn: z.string().optional(),
  Description: z.string().optional(),
  TimeoutInMillis: integer.pipe(z.int().min(50).max(30_000)).default(30_000),
});

export function integrationType({ apis }: ApiGateway) {
  const put = (id: string, properties: z.output<typeof shape>): Provisioned => {
    const { ApiId: apiId, CredentialsArn: role, TimeoutInMillis: timeout } = properties;
    const functionArn = functionArnOf(properties.IntegrationUri);
    apis.integrations.put(childKey(apiId, id), { apiId, id, functionArn, role, timeout });
    return { ref: id, attributes: { IntegrationId: id, key: childKey(apiId, id) } };
  };
  return resource('AWS::ApiGatewayV2::Integration', shape, {
    create: (properties, place) => put(idOf(place), properties),
    update: (properties, current) => put(current.ref, properties),
    delete: (current) => apis.integrations.delete(String(current.attributes.key)),
  });
}

/** A function's ARN, also out of `arn:aws:apigateway:…:lambda:path/2015-03-31/functions/<ARN>/invocations`. */
export function functionArnOf(uri: string): string {
  return /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}
