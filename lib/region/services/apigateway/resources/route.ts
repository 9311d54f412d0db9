import * as z from 'zod';
import { AwsError, type Provisioned } from '../../../service.ts';
import { resource } from '../../../shape.ts';
import type { ApiGateway } from '../apigateway.ts';
import { childKey, idOf } from '../apis.ts';

const METHODS = 'GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY';
const shape = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string().regex(new RegExp(`^(\\$default|(${METHODS}) /\\S*)$`), 'is "$default" or "METHOD /path"'),
  Target: z
    .string()
    .regex(/^integrations\//)
    .optional(),
  AuthorizationType: z.enum(['NONE', 'CUSTOM', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
  OperationName: z.string().optional(),
});

export function routeType({ apis }: ApiGateway) {
  const put = (id: string, properties: z.output<typeof shape>): Provisioned => {
    const { ApiId: apiId, RouteKey: key, Target: target, AuthorizationScopes: scopes } = properties;
    const authorizerId = properties.AuthorizationType === 'NONE' ? undefined : properties.AuthorizerId;
    if (properties.AuthorizationType !== 'NONE' && !authorizerId) {
      throw new AwsError(
        'BadRequestException',
        `The route ${key} asks for an authorizer and names none: give AuthorizerId`,
      );
    }
    apis.routes.put(childKey(apiId, id), {
      apiId,
      id,
      key,
      integrationId: target?.split('/')[1],
      authorizerId,
      scopes,
    });
    return { ref: id, attributes: { RouteId: id, key: childKey(apiId, id) } };
  };
  return resource('AWS::ApiGatewayV2::Route', shape, {
    create: (properties, place) => put(idOf(place), properties),
    update: (properties, current) => put(current.ref, properties),
    delete: (current) => apis.routes.delete(String(current.attributes.key)),
  });
}
