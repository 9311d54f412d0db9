/** API Gateway HTTP APIs (version 2), each on a port of its own, with Lambda proxy integrations. */
import * as z from 'zod';
import type { Region, Service } from '../../service.ts';
import { operation } from '../../shape.ts';
import { restJson } from '../../wire/rest-json.ts';
import { type ApiGateway, parts } from './apigateway.ts';
import { apiType, endpointOf } from './resources/api.ts';
import { authorizerType } from './resources/authorizer.ts';
import { integrationType } from './resources/integration.ts';
import { routeType } from './resources/route.ts';
import { stageType } from './resources/stage.ts';

export function apigateway(region: Region): Service {
  const shared = parts(region);
  return {
    name: 'apigateway',
    protocol: restJson([{ method: 'GET', path: '/v2/apis', operation: 'GetApis' }]),
    operations: getApis(shared),
    resources: {
      ...apiType(shared),
      ...stageType(shared),
      ...routeType(shared),
      ...integrationType(shared),
      ...authorizerType(shared),
    },
    // Links in mails name the port, so an API that cannot have its own again is no API: the region does not start.
    async start() {
      for (const api of shared.apis.apis.list()) await shared.listeners.open(api.id, api);
    },
    stop: () => shared.listeners.closeAll(),
  };
}

/** On the wire members begin with a small letter, which SDK clients turn into capitals. */
function getApis({ region, apis }: ApiGateway) {
  return operation('GetApis', z.strictObject({}), (_, call) => {
    call.authorize('apigateway:GET', `arn:aws:apigateway:${region.name}::/apis`);
    const items = apis.apis.list().map((api) => ({
      apiId: api.id,
      name: api.name,
      description: api.description,
      protocolType: 'HTTP',
      apiEndpoint: endpointOf(api),
      createdDate: new Date(api.created).toISOString(),
    }));
    return { items };
  });
}
