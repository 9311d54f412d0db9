/** AWS::Logs resources. */
import type * as z from 'zod';
import type { Provisioned, Region, ResourcePlace } from '../../service.ts';
import { resource } from '../../shape.ts';
import { physicalName } from '../../template/name.ts';
import type { Logs } from './groups.ts';
import { checkLogKey } from './key.ts';
import { logGroupResource, resourcePolicyResource } from './shapes.ts';

export const resources = (region: Region, logs: Logs) => ({ ...logGroup(region, logs), ...resourcePolicy(region) });

function logGroup(region: Region, logs: Logs) {
  const put = async (properties: z.output<typeof logGroupResource>, place: ResourcePlace): Promise<Provisioned> => {
    const name = properties.LogGroupName ?? physicalName(place, 512);
    if (properties.KmsKeyId) await checkLogKey(region, properties.KmsKeyId, logs.arn(name, ''));
    logs.putGroup(name, properties.RetentionInDays);
    return { ref: name, attributes: { Arn: logs.arn(name) } };
  };
  return resource('AWS::Logs::LogGroup', logGroupResource, {
    create: put,
    async update(properties, current, place) {
      const updated = await put(properties, place);
      if (updated.ref !== current.ref) logs.dropGroup(current.ref);
      return updated;
    },
    delete: (current) => logs.dropGroup(current.ref),
  });
}

/** Which services may write: these policies belong to the account and name the log groups themselves. */
function resourcePolicy(region: Region) {
  const every = `arn:aws:logs:${region.name}:${region.account}:log-group:*`;
  const put = ({ PolicyName, PolicyDocument }: z.output<typeof resourcePolicyResource>): Provisioned => {
    region.resourcePolicy(every, PolicyName, JSON.parse(PolicyDocument));
    return { ref: PolicyName, attributes: {} };
  };
  const remove = ({ ref }: Provisioned) => region.resourcePolicy(every, ref, undefined);
  return resource('AWS::Logs::ResourcePolicy', resourcePolicyResource, {
    create: put,
    update(properties, current) {
      remove(current);
      return put(properties);
    },
    delete: remove,
  });
}
