import * as z from 'zod';
import type { Provisioned, ResourcePlace } from '../../../service.ts';
import { resource } from '../../../shape.ts';
import type { Lambda } from '../lambda.ts';

const shape = z.strictObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

export function permissionType({ functions, permissions }: Lambda) {
  const put = (properties: z.output<typeof shape>, place: ResourcePlace): Provisioned => {
    const { name, qualifier } = functions.parse(properties.FunctionName);
    functions.resolve({ name, qualifier });
    const id = `${place.stack}-${place.logicalId}`;
    const arn = functions.arn(name, qualifier);
    const { Action: action, Principal: principal, SourceArn: sourceArn, SourceAccount: sourceAccount } = properties;
    permissions.put({ id, arn, action, principal, sourceArn, sourceAccount });
    return { ref: id, attributes: { Id: id, arn } };
  };
  const remove = (current: Provisioned) => permissions.remove(String(current.attributes.arn), current.ref);
  return resource('AWS::Lambda::Permission', shape, {
    create: put,
    update(properties, current, place) {
      remove(current);
      return put(properties, place);
    },
    delete: remove,
  });
}
