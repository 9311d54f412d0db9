/**
 * Keys and aliases. This is a simulation: private keys stand unencrypted in the state file, where KMS would keep them in
 * hardware. Do not sign or encrypt with them what has worth elsewhere.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { records } from '../../records.ts';
import { AwsError, type Region } from '../../service.ts';
import { specOf, type Usage } from './algorithms.ts';

export interface Key {
  id: string;
  arn: string;
  spec: string;
  usage: Usage;
  description: string;
  enabled: boolean;
  rotation: boolean;
  multiRegion: boolean;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** When its material is destroyed, if that has been asked for. */
  deletionAt?: number | undefined;
  policy: string;
  tags: Record<string, string>;
  /** PKCS #8 DER of a private key, or the bytes of a secret one, as base64. */
  material: string;
}

export interface Alias {
  name: string;
  arn: string;
  keyId: string;
  createdAt: number;
}

export interface NewKey {
  spec: string;
  usage?: string | undefined;
  description: string;
  multiRegion: boolean;
  policy?: object | undefined;
  tags: Record<string, string>;
}

export type Keys = ReturnType<typeof keys>;

export function keys(region: Region) {
  const stored = records<Key>(region.store, 'kms_key');
  const aliases = records<Alias>(region.store, 'kms_alias');
  const arn = (what: string) => `arn:aws:kms:${region.name}:${region.account}:${what}`;
  const bytes = (count: number) => Buffer.from(region.id(count), 'hex');

  function notFound(what: string): AwsError {
    return new AwsError(
      'NotFoundException',
      what.includes('alias/') ? `Alias ${what} is not found.` : `Key '${what}' does not exist`,
    );
  }

  function material(spec: string): string {
    const { pair, bytes: size = 32 } = specOf(spec);
    const made = pair ? pair().export({ type: 'pkcs8', format: 'der' }) : bytes(size);
    return made.toString('base64');
  }

  /** A key by id, once its time has not run out. */
  function byId(id: string): Key | undefined {
    const key = stored.get(id);
    if (!key?.deletionAt || key.deletionAt > region.clock.now()) return key;
    stored.delete(id);
    return undefined;
  }

  /** The key of an id, an ARN or an alias. Throws `NotFoundException`. */
  function named(keyId: string): Key {
    const name = keyId.replace(/^arn:aws:kms:[\w-]+:\d+:(key\/)?/, '');
    const id = name.startsWith('alias/') ? aliases.get(name)?.keyId : name;
    const key = id && byId(id);
    if (!key) throw notFound(name.startsWith('alias/') ? arn(name) : arn(`key/${name}`));
    return key;
  }

  function setPolicy(key: Key, document: object): Key {
    const policy = JSON.stringify(document);
    region.resourcePolicy(key.arn, 'default', document);
    const changed = { ...key, policy };
    stored.put(key.id, changed);
    return changed;
  }

  return {
    bytes,
    byId,
    named,
    aliases,
    setPolicy,
    list: () => stored.list().filter(({ id }) => byId(id)),
    aliasArn: (name: string) => arn(name),
    create({ spec, usage, description, multiRegion, policy, tags }: NewKey): Key {
      const id = region.id(16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      const key: Key = {
        ...{
          id: multiRegion ? `mrk-${id.replaceAll('-', '')}` : id,
          spec,
          usage: specOf(spec, usage).usage,
          description,
        },
        ...{ arn: '', enabled: true, rotation: false, multiRegion, createdAt: region.clock.now(), policy: '', tags },
        material: material(spec),
      };
      return setPolicy({ ...key, arn: arn(`key/${key.id}`) }, policy ?? accountPolicy(region.account));
    },
    save(key: Key): Key {
      stored.put(key.id, key);
      return key;
    },
    putAlias(name: string, keyId: string): Alias {
      if (!/^alias\/[\w/-]+$/.test(name) || name.startsWith('alias/aws/')) {
        throw new AwsError(
          'InvalidAliasNameException',
          `${name} is not a name for an alias: it begins with alias/ and not with alias/aws/.`,
        );
      }
      const alias = { name, arn: arn(name), keyId: named(keyId).id, createdAt: region.clock.now() };
      aliases.put(name, alias);
      return alias;
    },
  };
}

/** What KMS gives a key that is made without a policy: the account's IAM policies decide. */
function accountPolicy(account: string): object {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }] };
}

export function secretOf(key: Key): Buffer {
  return Buffer.from(key.material, 'base64');
}

export function privateKeyOf(key: Key): KeyObject {
  return createPrivateKey({ key: secretOf(key), format: 'der', type: 'pkcs8' });
}

/** Throws unless the key may be used for this now. */
export function usable(key: Key, usage: Usage, algorithm?: string): void {
  if (key.deletionAt) throw new AwsError('KMSInvalidStateException', `${key.arn} is pending deletion.`);
  if (!key.enabled) throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  if (key.usage !== usage)
    throw new AwsError(
      'InvalidKeyUsageException',
      `${key.arn} key usage is ${key.usage} which is not valid for this operation.`,
    );
  const { algorithms } = specOf(key.spec);
  if (algorithm && !algorithms.includes(algorithm)) {
    throw new AwsError(
      'InvalidKeyUsageException',
      `Algorithm ${algorithm} is incompatible with key spec ${key.spec}, which takes ${algorithms.join(', ')}.`,
    );
  }
}
