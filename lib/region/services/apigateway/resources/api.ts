import * as z from 'zod';
import type { Provisioned } from '../../../service.ts';
import { flag, integer, resource } from '../../../shape.ts';
import type { ApiGateway } from '../apigateway.ts';
import { type Api, type Cors, childKey, idOf } from '../apis.ts';

const texts = z.array(z.string()).default([]);
const shape = z.strictObject({
  Name: z.string(),
  ProtocolType: z.literal('HTTP'),
  Description: z.string().default(''),
  CorsConfiguration: z
    .strictObject({
      AllowOrigins: texts,
      AllowHeaders: texts,
      AllowMethods: texts,
      ExposeHeaders: texts,
      AllowCredentials: flag.default(false),
      MaxAge: integer.optional(),
    })
    .optional(),
  IpAddressType: z.string().optional(),
  Tags: z.record(z.string(), z.string()).optional(),
});
type Properties = z.output<typeof shape>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html */
export function apiType({ region, apis, listeners }: ApiGateway) {
  const put = async (id: string, properties: Properties): Promise<Provisioned> => {
    const there = apis.apis.get(id);
    const port = await listeners.open(id, there);
    const created = there?.created ?? region.clock.now();
    const { Name: name, Description: description } = properties;
    apis.apis.put(id, { id, name, description, port, cors: corsOf(properties), created });
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: endpointOf({ port }) } };
  };
  return resource('AWS::ApiGatewayV2::Api', shape, {
    create: (properties, place) => put(idOf(place), properties),
    update: (properties, current) => put(current.ref, properties),
    async delete({ ref }) {
      await listeners.close(ref);
      apis.apis.delete(ref);
      for (const { name } of apis.stages.list(childKey(ref, ''))) apis.stages.delete(childKey(ref, name));
    },
  });
}

export const endpointOf = ({ port }: Pick<Api, 'port'>) => `http://127.0.0.1:${port}`;

function corsOf({ CorsConfiguration: given }: Properties): Cors | undefined {
  return (
    given && {
      allowOrigins: given.AllowOrigins,
      allowHeaders: given.AllowHeaders,
      allowMethods: given.AllowMethods,
      exposeHeaders: given.ExposeHeaders,
      allowCredentials: given.AllowCredentials,
      maxAge: given.MaxAge,
    }
  );
}
