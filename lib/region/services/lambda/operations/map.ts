import * as z from 'zod';
import { AwsError, type Region } from '../../../service.ts';
import { integer, operation } from '../../../shape.ts';
import type { Functions } from '../functions.ts';
import { type Mapping, mappingShape } from '../mappings/mapping.ts';
import type { Mappings } from '../mappings/mappings.ts';
import { uuid } from './invoke.ts';

const listing = z.strictObject({
  EventSourceArn: z.string().optional(),
  FunctionName: z.string().optional(),
  Marker: z.string().optional(),
  MaxItems: integer.optional(),
});

/** CreateEventSourceMapping, ListEventSourceMappings, GetEventSourceMapping. */
export function mapOperations(region: Region, functions: Functions, mappings: Mappings) {
  const arn = (id: string) => `arn:aws:lambda:${region.name}:${region.account}:event-source-mapping:${id}`;
  return {
    ...operation('CreateEventSourceMapping', mappingShape, async (input, call) => {
      call.authorize('lambda:CreateEventSourceMapping', '*');
      return shown(await mappings.put(uuid(region), input), arn);
    }),
    ...operation('ListEventSourceMappings', listing, (input, call) => {
      call.authorize('lambda:ListEventSourceMappings', '*');
      const name = input.FunctionName && functions.parse(input.FunctionName).name;
      const found = mappings.stored
        .list()
        .filter(({ EventSourceArn }) => !input.EventSourceArn || EventSourceArn === input.EventSourceArn)
        .filter(({ functionArn }) => !name || functions.parse(functionArn).name === name);
      return { EventSourceMappings: found.map((mapping) => shown(mapping, arn)) };
    }),
    ...operation('GetEventSourceMapping', z.strictObject({ UUID: z.string() }), ({ UUID }, call) => {
      call.authorize('lambda:GetEventSourceMapping', arn(UUID));
      const found = mappings.stored.get(UUID);
      if (found) return shown(found, arn);
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404, {
        Type: 'User',
      });
    }),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
function shown(mapping: Mapping, arn: (uuid: string) => string): object {
  const { uuid, functionArn, batchSize, lastModified, FunctionName, Enabled, BatchSize, ...settings } = mapping;
  return {
    ...settings,
    UUID: uuid,
    EventSourceMappingArn: arn(uuid),
    FunctionArn: functionArn,
    BatchSize: batchSize,
    LastModified: new Date(lastModified),
    State: Enabled ? 'Enabled' : 'Disabled',
  };
}
