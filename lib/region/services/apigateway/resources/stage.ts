import * as z from 'zod';
import type { Provisioned } from '../../../service.ts';
import { flag, resource } from '../../../shape.ts';
import type { ApiGateway } from '../apigateway.ts';
import { childKey, type Throttling } from '../apis.ts';
import { checkFormat } from '../http/access-log.ts';

const settings = z.strictObject({
  ThrottlingBurstLimit: z.coerce.number().optional(),
  ThrottlingRateLimit: z.coerce.number().optional(),
  DetailedMetricsEnabled: flag.optional(),
});
const shape = z.strictObject({
  ApiId: z.string(),
  StageName: z.string(),
  AutoDeploy: flag.optional(),
  Description: z.string().optional(),
  DefaultRouteSettings: settings.default({}),
  RouteSettings: z.record(z.string(), settings).default({}),
  StageVariables: z.record(z.string(), z.string()).default({}),
  AccessLogSettings: z.strictObject({ DestinationArn: z.string(), Format: z.string() }).optional(),
  Tags: z.record(z.string(), z.string()).optional(),
});

export function stageType({ apis }: ApiGateway) {
  const put = (properties: z.output<typeof shape>): Provisioned => {
    const { ApiId: apiId, StageName: name, StageVariables: variables } = properties;
    const routes = Object.entries(properties.RouteSettings).map(([key, given]) => [key, throttlingOf(given)]);
    const throttling = throttlingOf(properties.DefaultRouteSettings);
    const { AccessLogSettings: log } = properties;
    if (log) checkFormat(log.Format);
    apis.stages.put(childKey(apiId, name), {
      apiId,
      name,
      variables,
      throttling,
      routeThrottling: Object.fromEntries(routes),
      accessLog: log && { group: log.DestinationArn, format: log.Format },
    });
    return { ref: name, attributes: { key: childKey(apiId, name) } };
  };
  return resource('AWS::ApiGatewayV2::Stage', shape, {
    create: put,
    update(properties, current) {
      apis.stages.delete(String(current.attributes.key));
      return put(properties);
    },
    delete: (current) => apis.stages.delete(String(current.attributes.key)),
  });
}

function throttlingOf(given: z.output<typeof settings>): Throttling {
  return { burst: given.ThrottlingBurstLimit, rate: given.ThrottlingRateLimit };
}
