/** Reading and writing the values of secrets. */
import * as z from 'zod';
import { AwsError, type Call, type Region } from '../../service.ts';
import { blob, operation, tags } from '../../shape.ts';
import { authorizeKey, type KeyUse, refusedAs } from '../kms/via.ts';
import { password, passwordRules } from './password.ts';
import { picker } from './random.ts';
import type { Secret, Secrets, Value } from './secrets.ts';

const id = { SecretId: z.string() };
const value = {
  SecretString: z.string().optional(),
  SecretBinary: blob.optional(),
  ClientRequestToken: z.string().optional(),
};
const create = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  KmsKeyId: z.string().optional(),
  Tags: tags.default([]),
  ...value,
});
const update = z.strictObject({ ...id, ...value, Description: z.string().optional(), KmsKeyId: z.string().optional() });
type Given = {
  SecretString?: string | undefined;
  SecretBinary?: Uint8Array | undefined;
  ClientRequestToken?: string | undefined;
};

export function values(region: Region, secrets: Secrets) {
  const token = ({ ClientRequestToken }: Given) =>
    ClientRequestToken ?? region.id(16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

  function secretFor(call: Call, action: string, { SecretId }: { SecretId: string }, stage?: string): Secret {
    const secret = secrets.named(SecretId);
    const context = { 'secretsmanager:SecretId': secret.arn, ...(stage && { 'secretsmanager:VersionStage': stage }) };
    call.authorize(`secretsmanager:${action}`, secret.arn, context);
    return secret;
  }

  /** A version is made of what was given, if a value was. */
  function put(call: Call, secret: Secret, given: Given, stages: readonly string[] = ['AWSCURRENT']) {
    const version = token(given);
    const content = contentOf(given);
    if (content) authorizeSecretKey(region, call, secret, true);
    const changed = content ? secrets.putVersion(secret, content, version, stages) : secret;
    return { ARN: secret.arn, Name: secret.name, ...(content && { VersionId: version }), changed };
  }

  return {
    ...operation('CreateSecret', create, (input, call) => {
      call.authorize(
        'secretsmanager:CreateSecret',
        `arn:aws:secretsmanager:${region.name}:${region.account}:secret:${input.Name}`,
        {
          'secretsmanager:Name': input.Name,
        },
      );
      const { Name, Description, KmsKeyId, Tags } = input;
      return region.store.transaction(() => {
        const secret = secrets.create({ name: Name, description: Description, kmsKeyId: KmsKeyId, tags: Tags });
        const { changed: _, ...answer } = put(call, secret, input);
        return answer;
      });
    }),
    ...operation(
      'PutSecretValue',
      z.strictObject({ ...id, ...value, VersionStages: z.array(z.string()).min(1).default(['AWSCURRENT']) }),
      (input, call) => {
        const secret = secretFor(call, 'PutSecretValue', input);
        if (!contentOf(input))
          throw new AwsError('InvalidRequestException', 'You must provide either SecretString or SecretBinary.');
        const { changed, ...answer } = put(call, secret, input, input.VersionStages);
        return { ...answer, VersionStages: changed.versions[answer.VersionId!]?.stages };
      },
    ),
    ...operation('UpdateSecret', update, (input, call) => {
      const { description, kmsKeyId, ...secret } = secretFor(call, 'UpdateSecret', input);
      const fields = { description: input.Description ?? description, kmsKeyId: input.KmsKeyId ?? kmsKeyId };
      const { changed: _, ...answer } = region.store.transaction(() =>
        put(call, secrets.save({ ...secret, ...fields }), input),
      );
      return answer;
    }),
    ...operation(
      'GetSecretValue',
      z.strictObject({ ...id, VersionId: z.string().optional(), VersionStage: z.string().optional() }),
      (input, call) => {
        const stage = input.VersionStage ?? 'AWSCURRENT';
        const secret = secretFor(call, 'GetSecretValue', input, stage);
        authorizeSecretKey(region, call, secret);
        return read(secret, input.VersionId, stage, input.VersionStage !== undefined);
      },
    ),
    ...operation('GetRandomPassword', z.strictObject(passwordRules), (input, call) => {
      call.authorize('secretsmanager:GetRandomPassword', '*');
      return { RandomPassword: password(input, picker(region)) };
    }),
  };
}

/**
 * Who reads a secret under a key of the account's own needs the right to that key too; who writes one, a data key.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
function authorizeSecretKey(region: Region, call: Call, { kmsKeyId: keyId, arn }: Secret, write = false): void {
  const actions: KeyUse['actions'] = write ? ['GenerateDataKey', 'Decrypt'] : ['Decrypt'];
  const use = { service: 'secretsmanager', keyId, actions, context: { SecretARN: arn } };
  refusedAs(noAccess, () => authorizeKey(region, call, use));
}

const noAccess = ({ code, message }: AwsError): AwsError =>
  code === 'AccessDeniedException'
    ? new AwsError(code, `Access to KMS is not allowed. ${message}`)
    : new AwsError('DecryptionFailure', message);

function read(secret: Secret, versionId: string | undefined, stage: string, staged: boolean): object {
  const wanted = Object.entries(secret.versions).find(
    ([id, { stages }]) => (!versionId || id === versionId) && ((versionId && !staged) || stages.includes(stage)),
  );
  if (!wanted) {
    const which = versionId ? `VersionId: ${versionId}` : `staging label: ${stage}`;
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${which}`,
    );
  }
  const [VersionId, { text, binary, stages, createdAt }] = wanted;
  return {
    ...{ ARN: secret.arn, Name: secret.name, VersionId, SecretString: text },
    SecretBinary: binary === undefined ? undefined : new Uint8Array(Buffer.from(binary, 'base64')),
    ...{ VersionStages: stages, CreatedDate: new Date(createdAt) },
  };
}

function contentOf({ SecretString, SecretBinary }: Given): Value | undefined {
  if (SecretString !== undefined && SecretBinary !== undefined) {
    throw new AwsError('InvalidParameterException', 'You can give SecretString or SecretBinary, not both.');
  }
  const size = Buffer.byteLength(SecretString ?? SecretBinary ?? '');
  if (size > 65_536)
    throw new AwsError('InvalidParameterException', `The secret value has ${size} bytes; the limit is 65536.`);
  return SecretString === undefined && SecretBinary === undefined
    ? undefined
    : { text: SecretString, binary: SecretBinary };
}
