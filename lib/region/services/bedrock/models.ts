/** The models that whoever started the region has given it, by id, ARN or inference profile. */
import { AwsError, type Converse, type Region } from '../../service.ts';

export interface Found {
  run: Converse;
  /** What a caller must be allowed to invoke: the profile, where one is used, and the model behind it. */
  arns: string[];
}

const GEOGRAPHY = /^(global|us|us-gov|eu|apac|jp|au|ca|sa)\./;

/** Throws `ValidationException` that names the models there are. */
export function model(region: Region, modelId: string): Found {
  const models = region.models ?? {};
  const id = modelId.replace(/^arn:aws:bedrock:.*?(foundation-model|inference-profile)\//, '');
  const profile = modelId.includes(':inference-profile/') || (GEOGRAPHY.test(id) && !modelId.startsWith('arn:'));
  const base = profile ? id.replace(GEOGRAPHY, '') : id;
  const run = [id, base].flatMap((name) => (Object.hasOwn(models, name) ? [models[name]!] : []))[0];
  const arns = [
    ...(profile ? [`arn:aws:bedrock:${region.name}:${region.account}:inference-profile/${id}`] : []),
    `arn:aws:bedrock:${region.name}::foundation-model/${base}`,
  ];
  if (run) return { run, arns };
  const there = Object.keys(models).join(', ') || 'none; give createRegion some in its option "models"';
  throw new AwsError(
    'ValidationException',
    `The provided model identifier is invalid: ${modelId}. Models of the local region: ${there}.`,
  );
}
