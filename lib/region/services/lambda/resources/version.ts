import * as z from 'zod';
import type { Provisioned } from '../../../service.ts';
import { resource } from '../../../shape.ts';
import { type FunctionVersion, key } from '../functions.ts';
import type { Lambda } from '../lambda.ts';
import { publish } from '../versions.ts';

const shape = z.strictObject({
  FunctionName: z.string(),
  CodeSha256: z.string().optional(),
  Description: z.string().optional(),
});

/**
 * A version cannot change, so an update gives back what stands, as CloudFormation does. `CodeSha256` is of an archive
 * that is never made here, and is not compared.
 */
export function versionType({ region, functions, retire }: Lambda) {
  return resource('AWS::Lambda::Version', shape, {
    create(properties) {
      const { name } = functions.parse(properties.FunctionName);
      return provisioned(publish(region, functions, name, { description: properties.Description }));
    },
    update: (_, current) => current,
    delete(current) {
      const { name, qualifier } = functions.parse(current.ref);
      functions.versions.delete(key(name, qualifier!));
      retire(`${name}:${qualifier}:`);
    },
  });

  function provisioned({ name, version }: FunctionVersion): Provisioned {
    const arn = functions.arn(name, version);
    return { ref: arn, attributes: { Version: version, FunctionArn: arn } };
  }
}
