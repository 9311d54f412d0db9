/** A service whose resources remember what was asked of them: the template engine's counterpart in its tests. */
import type { Provisioned, ResourcePlace, Service } from '../../../lib/region/service.ts';
import { jsonProtocol } from '../../../lib/region/wire/json.ts';

export interface Verb {
  verb: 'create' | 'update' | 'delete';
  id: string;
  properties?: Record<string, unknown>;
}

/** `Test::Thing`: `Ref` is its logical id in lower case, its attributes are `Arn`, `Nested` and its own properties. */
export function things(verbs: Verb[]): () => Service {
  const provision = (properties: Record<string, unknown>, place: ResourcePlace): Provisioned => {
    if (properties.Fail) throw new Error(String(properties.Fail));
    const path = properties.Asset ? { Path: place.asset(String(properties.Asset)) } : {};
    const arn = `arn:thing:${place.logicalId}`;
    return {
      ref: place.logicalId.toLowerCase(),
      attributes: { Arn: arn, Nested: { Deep: 'deep' }, 'Dotted.Name': 'dotted', ...properties, ...path },
    };
  };
  return () => ({
    name: 'things',
    protocol: jsonProtocol('Things'),
    operations: {},
    resources: {
      'Test::Thing': {
        create(properties, place) {
          verbs.push({ verb: 'create', id: place.logicalId, properties });
          return provision(properties, place);
        },
        update(properties, _current, place) {
          verbs.push({ verb: 'update', id: place.logicalId, properties });
          return provision(properties, place);
        },
        delete: (_current, place) => void verbs.push({ verb: 'delete', id: place.logicalId }),
      },
      'Test::Other': {
        create: (_properties, place) => ({ ref: `other-${place.logicalId}`, attributes: {} }),
        update: (_properties, current) => current,
        delete: (_current, place) => void verbs.push({ verb: 'delete', id: `other ${place.logicalId}` }),
      },
    },
  });
}
