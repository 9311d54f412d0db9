/**
 * Writes the models of this folder from the service descriptions of botocore (Apache-2.0), in which AWS publishes its
 * APIs. A maintainer runs it when AWS has changed them:
 *
 *   node lib/asl/api-models/generate.ts "$(python3 -c 'import botocore; print(botocore.__path__[0])')/data"
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Shape } from './read.ts';

/** By their names in `aws-sdk:` integrations: where botocore keeps them. */
const SERVICES: Record<string, string> = {
  athena: 'athena',
  batch: 'batch',
  bedrockruntime: 'bedrock-runtime',
  codebuild: 'codebuild',
  dynamodb: 'dynamodb',
  ecs: 'ecs',
  eventbridge: 'events',
  kms: 'kms',
  lambda: 'lambda',
  s3: 's3',
  scheduler: 'scheduler',
  secretsmanager: 'secretsmanager',
  sesv2: 'sesv2',
  sfn: 'stepfunctions',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
  textract: 'textract',
};

/** What AWS refused a mock for, as recorded, where its public description allows more. */
const RECORDED: Record<string, Partial<Described>> = { 'lambda MemorySize': { max: 10_240 } };

interface Described {
  type: string;
  enum?: string[];
  min?: number;
  max?: number;
  required?: string[];
  members?: Record<string, { shape: string }>;
  member?: { shape: string };
  value?: { shape: string };
}

interface Description {
  operations: Record<string, { output?: { shape: string } }>;
  shapes: Record<string, Described>;
}

function describe(data: string, service: string): Description {
  const folder = join(data, service);
  const version = readdirSync(folder).sort().at(-1) as string;
  return JSON.parse(gunzipSync(readFileSync(join(folder, version, 'service-2.json.gz'))).toString()) as Description;
}

/** Lines of operations, then of the shapes that their outputs reach. */
function linesOf({ operations, shapes }: Description): object[] {
  const outputs = Object.entries(operations).flatMap(([operation, { output }]) =>
    output ? [{ operation, output: output.shape }] : [],
  );
  const reached = new Set<string>();
  const reach = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    const { members = {}, member, value } = shapes[name] as Described;
    for (const inner of [...Object.values(members), member, value]) if (inner) reach(inner.shape);
  };
  for (const { output } of outputs) reach(output);
  return [...outputs, ...[...reached].sort().map((shape) => ({ shape, ...shapeOf(shapes[shape] as Described) }))];
}

function shapeOf({ type, enum: values, min, max, required, members, member, value }: Described): Shape {
  const inner = member ?? value;
  return {
    type,
    ...(values && { enum: values }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(required?.length && { required }),
    ...(members && { members: Object.fromEntries(Object.entries(members).map(([name, { shape }]) => [name, shape])) }),
    ...(inner && { element: inner.shape }),
  };
}

const data = process.argv[2];
if (data === undefined) throw new Error('Give the data folder of botocore: see the comment at the top of this file');
for (const [name, service] of Object.entries(SERVICES)) {
  const description = describe(data, service);
  for (const [name, shape] of Object.entries(description.shapes)) Object.assign(shape, RECORDED[`${service} ${name}`]);
  const lines = linesOf(description).map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(join(import.meta.dirname, `${name}.jsonl`), lines.join(''));
}
