import type { Json, JsonObject } from '../../../../asl/types.ts';
import { toJson } from './answer.ts';
import { sdkFailure } from './failure.ts';
import type { TaskCall } from './index.ts';

interface SdkService {
  /** Its name in the region. */
  region: string;
  /** As errors name it. */
  title: string;
  /** Its API has members in camelCase; Step Functions writes all of them in PascalCase. */
  camel?: boolean;
}

const SERVICES: Record<string, SdkService> = {
  bedrockruntime: { region: 'bedrock', title: 'BedrockRuntime', camel: true },
  dynamodb: { region: 'dynamodb', title: 'DynamoDb' },
  eventbridge: { region: 'events', title: 'EventBridge' },
  kms: { region: 'kms', title: 'Kms' },
  lambda: { region: 'lambda', title: 'Lambda' },
  s3: { region: 's3', title: 'S3' },
  scheduler: { region: 'scheduler', title: 'Scheduler' },
  secretsmanager: { region: 'secretsmanager', title: 'SecretsManager' },
  sesv2: { region: 'ses', title: 'SesV2' },
  sfn: { region: 'states', title: 'Sfn', camel: true },
  sqs: { region: 'sqs', title: 'Sqs' },
  ssm: { region: 'ssm', title: 'Ssm' },
};

/** Members that carry bytes: Step Functions takes text or JSON for them. */
const BLOBS = new Set(['Body', 'Payload', 'Plaintext', 'CiphertextBlob', 'Message']);
const WITH_BLOBS = new Set(['s3', 'lambda', 'kms']);

/** `aws-sdk:<service>:<action>`: any operation of a service of the region. */
export async function sdk({ region, principal, name, arguments: input }: TaskCall): Promise<Json> {
  const [, service = '', action = ''] = name.split(':');
  const { region: target, title, camel } = SERVICES[service] ?? { region: service, title: service };
  const operation = action.charAt(0).toUpperCase() + action.slice(1);
  const sent = camel ? rename(input, lower) : WITH_BLOBS.has(target) ? withBlobs(input) : input;
  try {
    const answer = toJson(await region.call(principal, target, operation, sent));
    return camel ? rename(answer, upper) : answer;
  } catch (error) {
    throw sdkFailure(region, title, error);
  }
}

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function rename(value: Json, change: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((element) => rename(element, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [change(name), rename(member, change)]));
}

function withBlobs(input: JsonObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, BLOBS.has(name) ? bytes(value) : value]),
  );
}

const bytes = (value: Json): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
