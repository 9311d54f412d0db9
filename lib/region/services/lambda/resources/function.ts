import * as z from 'zod';
import { AwsError, type Provisioned, type ResourcePlace } from '../../../service.ts';
import { integer, resource, tags } from '../../../shape.ts';
import { physicalName } from '../../../template/name.ts';
import { type Code, unpackFolder, unpackInline } from '../code.ts';
import { RESERVED } from '../execution/variables.ts';
import { type FunctionVersion, key } from '../functions.ts';
import type { Lambda } from '../lambda.ts';

const code = z.union([
  z.strictObject({ S3Bucket: z.string(), S3Key: z.string(), S3ObjectVersion: z.string().optional() }),
  z.strictObject({ ZipFile: z.string() }),
]);

const shape = z.strictObject({
  FunctionName: z.string().optional(),
  Code: code,
  Handler: z.string(),
  Role: z.string(),
  Runtime: z.enum(['nodejs22.x', 'nodejs24.x']),
  Description: z.string().default(''),
  Timeout: integer.pipe(z.int().min(1).max(900)).default(3),
  MemorySize: integer.pipe(z.int().min(128).max(10_240)).default(128),
  EphemeralStorage: z.strictObject({ Size: integer }).default({ Size: 512 }),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).default({ Variables: {} }),
  Architectures: z.array(z.enum(['x86_64', 'arm64'])).default(['x86_64']),
  TracingConfig: z.strictObject({ Mode: z.enum(['Active', 'PassThrough']) }).default({ Mode: 'PassThrough' }),
  LoggingConfig: z
    .strictObject({
      LogFormat: z.enum(['Text', 'JSON']).default('Text'),
      LogGroup: z.string().optional(),
      ApplicationLogLevel: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']).default('INFO'),
      SystemLogLevel: z.literal('INFO').optional(),
    })
    .default({ LogFormat: 'Text', ApplicationLogLevel: 'INFO' }),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string().optional() }).optional(),
  KmsKeyArn: z.string().optional(),
  ReservedConcurrentExecutions: integer.optional(),
  PackageType: z.literal('Zip').optional(),
  Tags: tags.default([]),
});
type Properties = z.output<typeof shape>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export function functionType(lambda: Lambda) {
  const { functions, region } = lambda;
  const put = (name: string, properties: Properties, place: ResourcePlace): Provisioned => {
    // Lambda refuses a role that it may not assume.
    region.role(properties.Role, 'lambda.amazonaws.com');
    const latest = { ...versionOf(name, properties, unpack(lambda, properties, place)), ...stamp(lambda) };
    functions.versions.put(key(name, '$LATEST'), latest);
    lambda.retire(`${name}:$LATEST:`);
    return { ref: name, attributes: { Arn: functions.arn(name) } };
  };
  const nameOf = (properties: Properties, place: ResourcePlace) => properties.FunctionName ?? physicalName(place, 64);
  const remove = (name: string) => {
    functions.remove(name);
    lambda.retire(`${name}:`);
  };
  return resource('AWS::Lambda::Function', shape, {
    create: (properties, place) => put(nameOf(properties, place), properties, place),
    update(properties, current, place) {
      const name = nameOf(properties, place);
      const made = put(name, properties, place);
      if (name !== current.ref) remove(current.ref);
      return made;
    },
    delete: (current) => remove(current.ref),
  });
}

function unpack({ region }: Lambda, { Code, Handler }: Properties, place: ResourcePlace): Code {
  if (!('ZipFile' in Code)) return unpackFolder(region, place.asset(Code.S3Key));
  if (Handler.startsWith('index.')) return unpackInline(region, Code.ZipFile);
  throw invalid(`Inline code is index.js, so Handler must be index.<export>; it is ${Handler}`);
}

function stamp({ region }: Lambda): Pick<FunctionVersion, 'revisionId' | 'lastModified' | 'endpoint'> {
  return { revisionId: region.id(16), lastModified: region.clock.now(), endpoint: region.endpoint };
}

function versionOf(name: string, properties: Properties, { folder, sha256 }: Code) {
  return {
    name,
    version: '$LATEST',
    description: properties.Description,
    code: folder,
    codeSha256: sha256,
    handler: properties.Handler,
    runtime: properties.Runtime,
    architectures: properties.Architectures,
    role: properties.Role,
    timeout: properties.Timeout,
    memorySize: properties.MemorySize,
    ephemeralStorage: properties.EphemeralStorage.Size,
    environment: environmentOf(properties.Environment.Variables),
    logGroup: properties.LoggingConfig.LogGroup ?? `/aws/lambda/${name}`,
    logFormat: properties.LoggingConfig.LogFormat,
    logLevel: properties.LoggingConfig.ApplicationLogLevel,
    tracing: properties.TracingConfig.Mode,
    deadLetterArn: properties.DeadLetterConfig?.TargetArn,
    kmsKeyArn: properties.KmsKeyArn,
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    tags: Object.fromEntries(properties.Tags.map(({ Key, Value }) => [Key, Value])),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html: names that are taken, and 4 KB in all. */
function environmentOf(given: Record<string, string>): Record<string, string> {
  const taken = Object.keys(given).filter((name) => RESERVED.has(name));
  if (taken.length) {
    throw invalid(
      'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
        `contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${taken.join(', ')}`,
    );
  }
  const size = Buffer.byteLength(JSON.stringify(given));
  if (size <= 4096) return given;
  throw invalid(
    'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
      `exceeded the 4KB limit. String measured: ${size} bytes`,
  );
}

const invalid = (message: string) => new AwsError('InvalidParameterValueException', message);
