import * as z from 'zod';
import type { Provisioned } from '../../../service.ts';
import { integer, resource } from '../../../shape.ts';
import { key } from '../functions.ts';
import type { Lambda } from '../lambda.ts';

const destination = z.strictObject({ Destination: z.string() }).optional();
const shape = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumEventAgeInSeconds: integer.pipe(z.int().min(60).max(21_600)).default(21_600),
  MaximumRetryAttempts: integer.pipe(z.int().min(0).max(2)).default(2),
  DestinationConfig: z.strictObject({ OnSuccess: destination, OnFailure: destination }).default({}),
});

export function eventInvokeConfigType({ functions, eventInvokeConfigs }: Lambda) {
  const put = (properties: z.output<typeof shape>): Provisioned => {
    const { name } = functions.parse(properties.FunctionName);
    const id = key(name, properties.Qualifier);
    eventInvokeConfigs.put(id, {
      maximumAge: properties.MaximumEventAgeInSeconds,
      maximumRetries: properties.MaximumRetryAttempts,
      onSuccess: properties.DestinationConfig.OnSuccess?.Destination,
      onFailure: properties.DestinationConfig.OnFailure?.Destination,
    });
    return { ref: id, attributes: {} };
  };
  return resource('AWS::Lambda::EventInvokeConfig', shape, {
    create: put,
    update(properties, current) {
      const made = put(properties);
      if (made.ref !== current.ref) eventInvokeConfigs.delete(current.ref);
      return made;
    },
    delete: (current) => eventInvokeConfigs.delete(current.ref),
  });
}
