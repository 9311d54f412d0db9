/** AWS::Logs resources. */
import type * as z from 'zod';
import type { Provisioned, ResourcePlace } from '../../service.ts';
import { resource } from '../../shape.ts';
import { physicalName } from '../../template/name.ts';
import type { Logs } from './groups.ts';
import { logGroupResource, resourcePolicyResource } from './shapes.ts';

export const resources = (logs: Logs) => ({ ...logGroup(logs), ...resourcePolicy() });

function logGroup(logs: Logs) {
  const put = (properties: z.output<typeof logGroupResource>, place: ResourcePlace): Provisioned => {
    const name = properties.LogGroupName ?? physicalName(place, 512);
    logs.putGroup(name, properties.RetentionInDays);
    return { ref: name, attributes: { Arn: logs.arn(name) } };
  };
  return resource('AWS::Logs::LogGroup', logGroupResource, {
    create: put,
    update(properties, current, place) {
      const updated = put(properties, place);
      if (updated.ref !== current.ref) logs.dropGroup(current.ref);
      return updated;
    },
    delete: (current) => logs.dropGroup(current.ref),
  });
}

/** Who may deliver logs: accepted, since services of the region deliver theirs themselves. */
function resourcePolicy() {
  const put = ({ PolicyName }: z.output<typeof resourcePolicyResource>): Provisioned => ({
    ref: PolicyName,
    attributes: {},
  });
  return resource('AWS::Logs::ResourcePolicy', resourcePolicyResource, { create: put, update: put, delete: () => {} });
}
