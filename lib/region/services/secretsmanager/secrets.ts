/** Secrets and their versions. This is a simulation: values stand unencrypted in the state file. */
import { records } from '../../records.ts';
import { AwsError, type Region } from '../../service.ts';

export interface Version {
  text?: string | undefined;
  /** Base64. */
  binary?: string | undefined;
  stages: string[];
  createdAt: number;
}

export interface Secret {
  name: string;
  arn: string;
  description?: string | undefined;
  kmsKeyId?: string | undefined;
  tags: { Key: string; Value: string }[];
  /** Milliseconds since the epoch. */
  createdAt: number;
  changedAt: number;
  deletedAt?: number | undefined;
  /** When it is destroyed, if it was deleted. */
  goneAt?: number | undefined;
  versions: Record<string, Version>;
}

export type Value = { text?: string | undefined; binary?: Uint8Array | undefined };
export type Secrets = ReturnType<typeof secrets>;

export function secrets(region: Region) {
  const stored = records<Secret>(region.store, 'secretsmanager_secret');
  const prefix = `arn:aws:secretsmanager:${region.name}:${region.account}:secret:`;
  const now = () => region.clock.now();

  function find(idOrArn: string): Secret | undefined {
    const name = idOrArn.startsWith('arn:') ? idOrArn.slice(prefix.length) : idOrArn;
    const found =
      stored.get(name) ?? stored.list().find(({ arn }) => arn === idOrArn) ?? stored.get(name.replace(/-\w{6}$/, ''));
    if (!found?.goneAt || found.goneAt > now()) return found;
    stored.delete(found.name);
    return undefined;
  }

  /** The secret of a name or ARN, unless it was deleted. */
  function named(idOrArn: string): Secret {
    const found = find(idOrArn);
    if (!found) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    if (!found.deletedAt) return found;
    throw new AwsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }

  function save(secret: Secret): Secret {
    const changed = { ...secret, changedAt: now() };
    stored.put(secret.name, changed);
    return changed;
  }

  function create(fields: Pick<Secret, 'name' | 'description' | 'kmsKeyId' | 'tags'>): Secret {
    if (!/^[\w/+=.@-]{1,512}$/.test(fields.name)) {
      throw new AwsError(
        'ValidationException',
        `Invalid name ${fields.name}. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!`,
      );
    }
    if (find(fields.name)) {
      throw new AwsError(
        'ResourceExistsException',
        `The operation failed because the secret ${fields.name} already exists.`,
      );
    }
    const arn = `${prefix}${fields.name}-${region.id(3)}`;
    return save({ ...fields, arn, createdAt: now(), changedAt: now(), versions: {} });
  }

  /** Adds a version. The same token again must bring the same value; it then changes nothing. */
  function putVersion(secret: Secret, value: Value, token: string, stages: readonly string[]): Secret {
    const binary = value.binary && Buffer.from(value.binary).toString('base64');
    const there = secret.versions[token];
    if (there && (there.text !== value.text || there.binary !== binary)) {
      throw new AwsError(
        'ResourceExistsException',
        `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`,
      );
    }
    if (there) return secret;
    const versions = { ...secret.versions, [token]: { text: value.text, binary, stages: [], createdAt: now() } };
    return save({ ...secret, versions: stages.reduce((all, stage) => moveStage(all, stage, token), versions) });
  }

  return {
    find,
    named,
    save,
    create,
    putVersion,
    all: () => stored.list().filter(({ name }) => find(name)),
    drop: stored.delete,
  };
}

/** Gives a stage to one version; AWSCURRENT leaves AWSPREVIOUS where it was. Versions without a stage are forgotten. */
export function moveStage(versions: Record<string, Version>, stage: string, to: string): Record<string, Version> {
  const from = Object.keys(versions).find((id) => versions[id]?.stages.includes(stage));
  const moved = Object.entries(versions).map(([id, version]) => {
    const stages = version.stages.filter((each) => each !== stage);
    return [id, { ...version, stages: id === to ? [...stages, stage] : stages }] as const;
  });
  const result = Object.fromEntries(moved);
  const previous = stage === 'AWSCURRENT' && from && from !== to ? moveStage(result, 'AWSPREVIOUS', from) : result;
  return Object.fromEntries(Object.entries(previous).filter(([, { stages }]) => stages.length > 0));
}
