/** AWS::KMS::Key and AWS::KMS::Alias. */
import * as z from 'zod';
import { records } from '../../records.ts';
import type { Provisioned, Region, ResourcePlace } from '../../service.ts';
import { flag, integer, resource, tags } from '../../shape.ts';
import type { Key, Keys } from './keys.ts';

const keyShape = z.strictObject({
  Description: z.string().default(''),
  Enabled: flag.default(true),
  EnableKeyRotation: flag.default(false),
  RotationPeriodInDays: integer.optional(),
  KeyPolicy: z.looseObject({}).optional(),
  KeySpec: z.string().default('SYMMETRIC_DEFAULT'),
  KeyUsage: z.string().optional(),
  MultiRegion: flag.default(false),
  Origin: z.literal('AWS_KMS').optional(),
  PendingWindowInDays: integer.default(30),
  BypassPolicyLockoutSafetyCheck: flag.optional(),
  Tags: tags.default([]),
});
const aliasShape = z.strictObject({ AliasName: z.string(), TargetKeyId: z.string() });
type KeyProperties = z.output<typeof keyShape>;

export function resources(region: Region, keys: Keys) {
  return { ...keyType(region, keys), ...aliasType(keys) };
}

function keyType(region: Region, keys: Keys) {
  /** Which key stands for which resource, so that creating again after a kill finds the same key. */
  const places = records<{ keyId: string }>(region.store, 'kms_place');
  const placeOf = ({ stack, logicalId }: ResourcePlace) => `${stack}/${logicalId}`;

  function make(properties: KeyProperties): Key {
    const { KeySpec, KeyUsage, MultiRegion, Description, KeyPolicy } = properties;
    const given = { spec: KeySpec, usage: KeyUsage, multiRegion: MultiRegion, description: Description };
    return keys.create({ ...given, policy: KeyPolicy, tags: {} });
  }

  function settle(key: Key, properties: KeyProperties, place: ResourcePlace): Provisioned {
    const { Description, Enabled, EnableKeyRotation, KeyPolicy, Tags } = properties;
    const changed = keys.save({
      ...(KeyPolicy ? keys.setPolicy(key, KeyPolicy) : key),
      ...{ description: Description, enabled: Enabled, rotation: EnableKeyRotation },
      tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
    });
    places.put(placeOf(place), { keyId: changed.id });
    const pendingWindowInDays = properties.PendingWindowInDays;
    return { ref: changed.id, attributes: { Arn: changed.arn, KeyId: changed.id, pendingWindowInDays } };
  }

  function remove(current: Provisioned): void {
    const key = keys.byId(current.ref);
    const days = Number(current.attributes.pendingWindowInDays ?? 30);
    if (key) keys.save({ ...key, deletionAt: region.clock.now() + days * 86_400_000 });
  }

  return resource('AWS::KMS::Key', keyShape, {
    create: (properties, place) =>
      region.store.transaction(() => {
        const known = places.get(placeOf(place));
        return settle((known && keys.byId(known.keyId)) ?? make(properties), properties, place);
      }),
    update: (properties, current, place) =>
      region.store.transaction(() => {
        const key = keys.named(current.ref);
        const same = key.spec === properties.KeySpec && key.multiRegion === properties.MultiRegion;
        if (!same) remove(current);
        return settle(same ? key : make(properties), properties, place);
      }),
    delete(current, place) {
      remove(current);
      places.delete(placeOf(place));
    },
  });
}

function aliasType(keys: Keys) {
  const put = ({ AliasName, TargetKeyId }: z.output<typeof aliasShape>): Provisioned => {
    keys.putAlias(AliasName, TargetKeyId);
    return { ref: AliasName, attributes: { AliasName } };
  };
  return resource('AWS::KMS::Alias', aliasShape, {
    create: put,
    update(properties, current) {
      if (properties.AliasName !== current.ref) keys.aliases.delete(current.ref);
      return put(properties);
    },
    delete: (current) => keys.aliases.delete(current.ref),
  });
}
