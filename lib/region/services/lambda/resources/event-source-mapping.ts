import { createHash } from 'node:crypto';
import type { Provisioned, ResourcePlace } from '../../../service.ts';
import { resource, tags } from '../../../shape.ts';
import { type Mapping, mappingShape } from '../mappings/mapping.ts';
import type { Mappings } from '../mappings/mappings.ts';

const shape = mappingShape.extend({ Tags: tags.optional() });

export function eventSourceMappingType(mappings: Mappings) {
  const provisioned = ({ uuid, EventSourceArn }: Mapping): Provisioned => ({
    ref: uuid,
    attributes: { Id: uuid, EventSourceArn },
  });
  return resource('AWS::Lambda::EventSourceMapping', shape, {
    create: async ({ Tags, ...properties }, place) => provisioned(await mappings.put(idOf(place), properties)),
    async update({ Tags, ...properties }, current) {
      // Another source has other places to stand.
      if (properties.EventSourceArn !== current.attributes.EventSourceArn) await mappings.remove(current.ref);
      return provisioned(await mappings.put(current.ref, properties));
    },
    delete: (current) => mappings.remove(current.ref),
  });
}

/** A UUID that is the same whenever the resource is made. */
function idOf(place: ResourcePlace): string {
  const hex = createHash('sha256').update(`${place.stack}/${place.logicalId}`).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-a$4-$5');
}
