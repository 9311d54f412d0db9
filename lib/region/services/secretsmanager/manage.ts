/** Operations on secrets themselves. */
import * as z from 'zod';
import { AwsError, type Call, type Region } from '../../service.ts';
import { flag, integer, operation, tags } from '../../shape.ts';
import { moveStage, type Secret, type Secrets } from './secrets.ts';

const id = { SecretId: z.string() };
const byId = z.strictObject(id);
const page = { MaxResults: integer.optional(), NextToken: z.string().optional() };
const deletion = z.strictObject({
  ...id,
  RecoveryWindowInDays: integer.pipe(z.int().min(7).max(30)).optional(),
  ForceDeleteWithoutRecovery: flag.default(false),
});
const stages = z.strictObject({
  ...id,
  VersionStage: z.string(),
  MoveToVersionId: z.string().optional(),
  RemoveFromVersionId: z.string().optional(),
});

export function managing(region: Region, secrets: Secrets) {
  function secretFor(call: Call, action: string, { SecretId }: { SecretId: string }): Secret {
    const secret = secrets.named(SecretId);
    call.authorize(`secretsmanager:${action}`, secret.arn, { 'secretsmanager:SecretId': secret.arn });
    return secret;
  }

  return {
    ...operation('DescribeSecret', byId, (input, call) => show(secretFor(call, 'DescribeSecret', input))),
    ...operation(
      'ListSecrets',
      z.strictObject({ ...page, IncludePlannedDeletion: flag.default(false) }),
      (input, call) => {
        call.authorize('secretsmanager:ListSecrets', '*');
        const found = secrets.all().filter(({ deletedAt }) => !deletedAt || input.IncludePlannedDeletion);
        const from = Number(input.NextToken ?? 0);
        const to = from + (input.MaxResults ?? 100);
        return { SecretList: found.slice(from, to).map(show), NextToken: to < found.length ? String(to) : undefined };
      },
    ),
    ...operation(
      'ListSecretVersionIds',
      z.strictObject({ ...id, ...page, IncludeDeprecated: flag.optional() }),
      (input, call) => {
        const secret = secretFor(call, 'ListSecretVersionIds', input);
        const Versions = Object.entries(secret.versions).map(([VersionId, version]) => ({
          ...{ VersionId, VersionStages: version.stages },
          CreatedDate: new Date(version.createdAt),
        }));
        return { ARN: secret.arn, Name: secret.name, Versions };
      },
    ),
    ...operation('UpdateSecretVersionStage', stages, (input, call) => {
      const secret = secretFor(call, 'UpdateSecretVersionStage', input);
      const { MoveToVersionId: to = '', VersionStage } = input;
      if (!secret.versions[to])
        throw new AwsError('InvalidParameterException', `MoveToVersionId must name a version; there is none ${to}.`);
      secrets.save({ ...secret, versions: moveStage(secret.versions, VersionStage, to) });
      return { ARN: secret.arn, Name: secret.name };
    }),
    ...operation('DeleteSecret', deletion, (input, call) => {
      const secret = secretFor(call, 'DeleteSecret', input);
      const now = region.clock.now();
      const goneAt = now + (input.RecoveryWindowInDays ?? 30) * 86_400_000;
      if (input.ForceDeleteWithoutRecovery) secrets.drop(secret.name);
      else secrets.save({ ...secret, deletedAt: now, goneAt });
      const DeletionDate = new Date(input.ForceDeleteWithoutRecovery ? now : goneAt);
      return { ARN: secret.arn, Name: secret.name, DeletionDate };
    }),
    ...operation('RestoreSecret', byId, ({ SecretId }, call) => {
      const secret = secrets.find(SecretId);
      if (!secret) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      call.authorize('secretsmanager:RestoreSecret', secret.arn, { 'secretsmanager:SecretId': secret.arn });
      secrets.save({ ...secret, deletedAt: undefined, goneAt: undefined });
      return { ARN: secret.arn, Name: secret.name };
    }),
    ...operation('TagResource', z.strictObject({ ...id, Tags: tags }), (input, call) => {
      const secret = secretFor(call, 'TagResource', input);
      const kept = secret.tags.filter(({ Key }) => !input.Tags.some((tag) => tag.Key === Key));
      secrets.save({ ...secret, tags: [...kept, ...input.Tags] });
      return {};
    }),
  };
}

function show(secret: Secret): object {
  const versions = Object.entries(secret.versions).map(([id, { stages }]) => [id, stages]);
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    RotationEnabled: false,
    CreatedDate: new Date(secret.createdAt),
    LastChangedDate: new Date(secret.changedAt),
    DeletedDate: secret.deletedAt && new Date(secret.deletedAt),
    Tags: secret.tags,
    VersionIdsToStages: Object.fromEntries(versions),
  };
}
