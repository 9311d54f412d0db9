import * as z from 'zod';
import type { Provisioned } from '../../../service.ts';
import { resource } from '../../../shape.ts';
import { key } from '../functions.ts';
import type { Lambda } from '../lambda.ts';
import { pointAlias } from '../versions.ts';

const shape = z.strictObject({
  FunctionName: z.string(),
  Name: z.string(),
  FunctionVersion: z.string(),
  Description: z.string().default(''),
});

/** An alias of one version; weights between two (`RoutingConfig`) are unknown here. */
export function aliasType({ region, functions }: Lambda) {
  const put = (properties: z.output<typeof shape>): Provisioned => {
    const { name: functionName } = functions.parse(properties.FunctionName);
    const { Name: name, FunctionVersion: version, Description: description } = properties;
    pointAlias(functions, { name, functionName, version, description, revisionId: region.id(16) });
    const arn = functions.arn(functionName, name);
    return { ref: arn, attributes: { AliasArn: arn } };
  };
  const remove = (arn: string) => {
    const { name, qualifier } = functions.parse(arn);
    functions.aliases.delete(key(name, qualifier!));
  };
  return resource('AWS::Lambda::Alias', shape, {
    create: put,
    update(properties, current) {
      const made = put(properties);
      if (made.ref !== current.ref) remove(current.ref);
      return made;
    },
    delete: (current) => remove(current.ref),
  });
}
