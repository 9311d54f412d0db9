/** Operations on keys and aliases themselves. */
import * as z from 'zod';
import { AwsError, type Call } from '../../service.ts';
import { flag, integer, operation } from '../../shape.ts';
import { specOf } from './algorithms.ts';
import type { Alias, Key, Keys } from './keys.ts';

const key = { KeyId: z.string() };
const byKey = z.strictObject(key);
const page = { Limit: integer.optional(), Marker: z.string().optional() };
const tags = z.array(z.strictObject({ TagKey: z.string(), TagValue: z.string() }));
const createKey = z.strictObject({
  KeySpec: z.string().default('SYMMETRIC_DEFAULT'),
  KeyUsage: z.string().optional(),
  Description: z.string().default(''),
  Policy: z.string().optional(),
  MultiRegion: flag.default(false),
  Tags: tags.default([]),
});
const DAY_MS = 86_400_000;

export function managingKeys(keys: Keys, now: () => number) {
  function keyFor(call: Call, action: string, { KeyId }: { KeyId: string }): Key {
    const found = keys.named(KeyId);
    call.authorize(`kms:${action}`, found.arn);
    return found;
  }
  /** An operation that sets something on a key. */
  const setting = (name: string, change: Partial<Key>) =>
    operation(name, byKey, (input, call) => {
      keys.save({ ...keyFor(call, name, input), ...change });
      return {};
    });

  return {
    ...operation('CreateKey', createKey, (input, call) => {
      call.authorize('kms:CreateKey', '*');
      const { KeySpec, KeyUsage, Description, MultiRegion, Policy, Tags } = input;
      const made = Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
      const policy = Policy ? policyOf(Policy) : undefined;
      const fields = {
        spec: KeySpec,
        usage: KeyUsage,
        description: Description,
        multiRegion: MultiRegion,
        policy,
        tags: made,
      };
      return { KeyMetadata: show(keys.create(fields)) };
    }),
    ...operation('DescribeKey', byKey, (input, call) => ({ KeyMetadata: show(keyFor(call, 'DescribeKey', input)) })),
    ...operation('ListKeys', z.strictObject(page), (_, call) => {
      call.authorize('kms:ListKeys', '*');
      return { Keys: keys.list().map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), Truncated: false };
    }),
    ...setting('EnableKey', { enabled: true }),
    ...setting('DisableKey', { enabled: false }),
    ...setting('EnableKeyRotation', { rotation: true }),
    ...setting('DisableKeyRotation', { rotation: false }),
    ...operation('GetKeyRotationStatus', byKey, (input, call) => {
      const { rotation, id } = keyFor(call, 'GetKeyRotationStatus', input);
      return { KeyRotationEnabled: rotation, KeyId: id };
    }),
    ...operation(
      'GetKeyPolicy',
      z.strictObject({ ...key, PolicyName: z.string().default('default') }),
      (input, call) => ({
        Policy: keyFor(call, 'GetKeyPolicy', input).policy,
        PolicyName: input.PolicyName,
      }),
    ),
    ...operation(
      'PutKeyPolicy',
      z.strictObject({ ...key, PolicyName: z.literal('default').default('default'), Policy: z.string() }),
      (input, call) => {
        keys.setPolicy(keyFor(call, 'PutKeyPolicy', input), policyOf(input.Policy));
        return {};
      },
    ),
    ...operation(
      'ScheduleKeyDeletion',
      z.strictObject({ ...key, PendingWindowInDays: integer.pipe(z.int().min(7).max(30)).default(30) }),
      (input, call) => {
        const deletionAt = now() + input.PendingWindowInDays * DAY_MS;
        const changed = keys.save({ ...keyFor(call, 'ScheduleKeyDeletion', input), deletionAt });
        return {
          KeyId: changed.arn,
          DeletionDate: new Date(deletionAt),
          KeyState: 'PendingDeletion',
          PendingWindowInDays: input.PendingWindowInDays,
        };
      },
    ),
    ...operation('CancelKeyDeletion', byKey, (input, call) => {
      const changed = keys.save({ ...keyFor(call, 'CancelKeyDeletion', input), deletionAt: undefined, enabled: false });
      return { KeyId: changed.arn };
    }),
    ...operation('ListResourceTags', z.strictObject({ ...key, ...page }), (input, call) => {
      const { tags } = keyFor(call, 'ListResourceTags', input);
      return { Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })), Truncated: false };
    }),
  };
}

export function managingAliases(keys: Keys) {
  const target = z.strictObject({ AliasName: z.string(), TargetKeyId: z.string() });
  const authorize = (call: Call, action: string, alias: string, keyArn: string) =>
    call.authorize(`kms:${action}`, [keys.aliasArn(alias), keyArn]);
  function existing(name: string): Alias {
    const found = keys.aliases.get(name);
    if (!found) throw new AwsError('NotFoundException', `Alias ${keys.aliasArn(name)} is not found.`);
    return found;
  }

  return {
    ...operation('CreateAlias', target, ({ AliasName, TargetKeyId }, call) => {
      authorize(call, 'CreateAlias', AliasName, keys.named(TargetKeyId).arn);
      if (keys.aliases.get(AliasName)) {
        throw new AwsError(
          'AlreadyExistsException',
          `An alias with the name ${keys.aliasArn(AliasName)} already exists`,
        );
      }
      keys.putAlias(AliasName, TargetKeyId);
      return {};
    }),
    ...operation('UpdateAlias', target, ({ AliasName, TargetKeyId }, call) => {
      authorize(call, 'UpdateAlias', existing(AliasName).name, keys.named(TargetKeyId).arn);
      keys.putAlias(AliasName, TargetKeyId);
      return {};
    }),
    ...operation('DeleteAlias', z.strictObject({ AliasName: z.string() }), ({ AliasName }, call) => {
      authorize(call, 'DeleteAlias', AliasName, keys.named(existing(AliasName).keyId).arn);
      keys.aliases.delete(AliasName);
      return {};
    }),
    ...operation('ListAliases', z.strictObject({ KeyId: z.string().optional(), ...page }), ({ KeyId }, call) => {
      call.authorize('kms:ListAliases', '*');
      const id = KeyId && keys.named(KeyId).id;
      const found = keys.aliases.list().filter(({ keyId }) => !id || keyId === id);
      const Aliases = found.map(({ name, arn, keyId, createdAt }) => ({
        ...{ AliasName: name, AliasArn: arn, TargetKeyId: keyId },
        CreationDate: new Date(createdAt),
      }));
      return { Aliases, Truncated: false };
    }),
  };
}

function policyOf(text: string): object {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AwsError('MalformedPolicyDocumentException', `The key policy is not JSON: ${(error as Error).message}`);
  }
}

const ALGORITHM_MEMBERS = {
  ENCRYPT_DECRYPT: 'EncryptionAlgorithms',
  SIGN_VERIFY: 'SigningAlgorithms',
  GENERATE_VERIFY_MAC: 'MacAlgorithms',
} as const;

function show(key: Key): object {
  const state = key.deletionAt ? 'PendingDeletion' : key.enabled ? 'Enabled' : 'Disabled';
  return {
    AWSAccountId: key.arn.split(':')[4],
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: state === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: state,
    DeletionDate: key.deletionAt && new Date(key.deletionAt),
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: key.spec,
    CustomerMasterKeySpec: key.spec,
    MultiRegion: key.multiRegion,
    [ALGORITHM_MEMBERS[key.usage]]: specOf(key.spec).algorithms,
  };
}
