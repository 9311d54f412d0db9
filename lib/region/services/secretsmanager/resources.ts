/** AWS::SecretsManager::Secret and AWS::SecretsManager::ResourcePolicy. */
import * as z from 'zod';
import { records } from '../../records.ts';
import { AwsError, type Provisioned, type Region, type ResourcePlace } from '../../service.ts';
import { flag, resource, tags } from '../../shape.ts';
import { physicalName } from '../../template/name.ts';
import { password, passwordRules } from './password.ts';
import { picker } from './random.ts';
import type { Secret, Secrets } from './secrets.ts';

const generated = z.strictObject({
  SecretStringTemplate: z.string().optional(),
  GenerateStringKey: z.string().optional(),
  ...passwordRules,
});
const secretShape = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  KmsKeyId: z.string().optional(),
  SecretString: z.string().optional(),
  GenerateSecretString: generated.optional(),
  Tags: tags.default([]),
});
const policyShape = z.strictObject({
  SecretId: z.string(),
  ResourcePolicy: z.looseObject({}),
  BlockPublicPolicy: flag.optional(),
});
type SecretProperties = z.output<typeof secretShape>;

export function resources(region: Region, secrets: Secrets) {
  return { ...secretType(region, secrets), ...policyType(region, secrets) };
}

function secretType(region: Region, secrets: Secrets) {
  /** What the value was made from: it is made anew only when that changes, as CloudFormation does. */
  const sources = records<{ source: string }>(region.store, 'secretsmanager_source');
  const nameOf = ({ Name }: SecretProperties, place: ResourcePlace) => Name ?? physicalName(place, 64);

  function put(properties: SecretProperties, place: ResourcePlace): Provisioned {
    const { Description, KmsKeyId, Tags, SecretString, GenerateSecretString } = properties;
    const name = nameOf(properties, place);
    const fields = { name, description: Description, kmsKeyId: KmsKeyId, tags: Tags };
    const there = secrets.find(name);
    const secret = there && !there.deletedAt ? secrets.save({ ...there, ...fields }) : fresh(there, fields);
    const source = JSON.stringify([secret.arn, SecretString, GenerateSecretString]);
    if (sources.get(name)?.source !== source) {
      const text = SecretString ?? generate(GenerateSecretString ?? generated.parse({}), region);
      secrets.putVersion(secret, { text }, region.id(16), ['AWSCURRENT']);
      sources.put(name, { source });
    }
    return { ref: secret.arn, attributes: { Id: secret.arn, Name: name } };
  }

  function fresh(deleted: Secret | undefined, fields: Parameters<Secrets['create']>[0]): Secret {
    if (deleted) secrets.drop(deleted.name);
    return secrets.create(fields);
  }

  function remove({ attributes }: Provisioned): void {
    secrets.drop(String(attributes.Name));
    sources.delete(String(attributes.Name));
  }

  return resource('AWS::SecretsManager::Secret', secretShape, {
    create: (properties, place) => region.store.transaction(() => put(properties, place)),
    update: (properties, current, place) =>
      region.store.transaction(() => {
        const next = put(properties, place);
        if (next.ref !== current.ref) remove(current);
        return next;
      }),
    delete: remove,
  });
}

function generate(
  { SecretStringTemplate, GenerateStringKey, ...rules }: z.output<typeof generated>,
  region: Region,
): string {
  const made = password(rules, picker(region));
  if (SecretStringTemplate === undefined && GenerateStringKey === undefined) return made;
  if (SecretStringTemplate === undefined || GenerateStringKey === undefined) {
    throw new AwsError(
      'ValidationError',
      'GenerateSecretString needs SecretStringTemplate and GenerateStringKey together.',
    );
  }
  return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: made });
}

function policyType(region: Region, secrets: Secrets) {
  const put = (
    { SecretId, ResourcePolicy }: z.output<typeof policyShape>,
    { stack, logicalId }: ResourcePlace,
  ): Provisioned => {
    const id = `${stack}/${logicalId}`;
    const { arn } = secrets.named(SecretId);
    region.resourcePolicy(arn, id, ResourcePolicy);
    return { ref: arn, attributes: { Id: id } };
  };
  const remove = ({ ref, attributes }: Provisioned) => region.resourcePolicy(ref, String(attributes.Id), undefined);
  return resource('AWS::SecretsManager::ResourcePolicy', policyShape, {
    create: put,
    update(properties, current, place) {
      remove(current);
      return put(properties, place);
    },
    delete: remove,
  });
}
