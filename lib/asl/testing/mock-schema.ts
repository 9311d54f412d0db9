/** Holds a mocked result against what the API of the service answers. */
import type { Model, Shape } from '../api-models/read.ts';
import { modelOf } from '../api-models/read.ts';
import { parseResource } from '../resource.ts';
import type { Json, JsonObject } from '../types.ts';
import { isObject } from '../types.ts';
import { Rejected } from './rejected.ts';

/** `STRICT` wants required members too; `PRESENT` looks at those that are there; `NONE` at nothing. */
export type ValidationMode = 'STRICT' | 'PRESENT' | 'NONE';

/** Optimized integrations by the names that the same services have in `aws-sdk:`. */
const OPTIMIZED: Record<string, string> = { events: 'eventbridge', states: 'sfn', bedrock: 'bedrockruntime' };

/** What a `.sync` task waits for in the end. */
const POLLED: Record<string, string> = {
  'athena:startQueryExecution': 'GetQueryExecution',
  'batch:submitJob': 'DescribeJobs',
  'codebuild:startBuild': 'BatchGetBuilds',
  'ecs:runTask': 'DescribeTasks',
  'states:startExecution': 'DescribeExecution',
};

/**
 * A result that a service would not give is refused. Services without a model, callbacks (whose result is whoever
 * calls back's) and members that the API does not have are let through, as on AWS.
 * @throws Rejected naming the first field that is wrong
 */
export function checkResult(resource: string, result: Json, mode: ValidationMode): void {
  const found = outputOf(resource);
  if (mode === 'NONE' || result === null || !found) return;
  const { model, output, free } = found;
  if (!isObject(result)) throw new Rejected('Mocked result must be a valid JSON object');
  const members = Object.entries(result).filter(([name]) => !free.includes(name));
  checkShape(model, output, Object.fromEntries(members), '', mode);
}

function outputOf(resource: string): { model: Model; output: string; free: string[] } | undefined {
  const { kind, type, name, pattern } = parseResource(resource);
  if (kind !== 'service' || pattern === 'waitForTaskToken') return undefined;
  const service = type.replace('aws-sdk:', '');
  const model = modelOf(OPTIMIZED[service] ?? service);
  const action = name.replace(/\.sync(:2)?$/, '');
  const operation = pattern === 'sync' ? POLLED[`${service}:${action}`] : upper(action);
  const output = model?.outputs.get(operation ?? '');
  // An optimized integration parses what the API has as bytes or text.
  const free = type === 'lambda' ? ['Payload'] : name.endsWith('.sync:2') ? ['Input', 'Output'] : ['Body'];
  return model && output ? { model, output, free: type.startsWith('aws-sdk:') ? [] : free } : undefined;
}

/** Step Functions writes every member in PascalCase. */
const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function checkShape(model: Model, name: string, value: Json, field: string, mode: ValidationMode): void {
  const shape = model.shapes.get(name) as Shape;
  const inside = (element: string, member: Json, named = field) => checkShape(model, element, member, named, mode);
  if (shape.type === 'structure') checkStructure(shape, value, field, mode, inside);
  else if (shape.type === 'list') {
    if (!Array.isArray(value)) throw wrong(field, 'must be an array');
    for (const element of value) inside(shape.element as string, element);
  } else if (shape.type === 'map') {
    for (const member of Object.values(objectIn(value, field))) inside(shape.element as string, member);
  } else checkScalar(shape, value, field);
}

function objectIn(value: Json, field: string): JsonObject {
  if (isObject(value)) return value;
  throw wrong(field, 'must be an object');
}

function checkStructure(
  { members = {}, required = [] }: Shape,
  value: Json,
  field: string,
  mode: ValidationMode,
  inside: (shape: string, member: Json, name: string) => void,
): void {
  const object = objectIn(value, field);
  const missing = mode === 'STRICT' ? required.map(upper).find((name) => !(name in object)) : undefined;
  if (missing !== undefined) throw problem(`Required field '${missing}' is missing`);
  const shapes = new Map(Object.entries(members).map(([name, shape]) => [upper(name), shape]));
  for (const [name, member] of Object.entries(object)) {
    const shape = shapes.get(name);
    if (shape !== undefined) inside(shape, member, name);
  }
}

const NUMBERS = ['integer', 'long', 'float', 'double'];
const TEXTS = ['string', 'timestamp', 'blob'];

function checkScalar({ type, enum: values, min, max }: Shape, value: Json, field: string): void {
  if (NUMBERS.includes(type)) {
    if (typeof value !== 'number' || (['integer', 'long'].includes(type) && !Number.isInteger(value))) {
      throw wrong(field, 'must be a number');
    }
    if (min !== undefined && value < min) throw wrong(field, 'is less than the minimum value');
    if (max !== undefined && value > max) throw wrong(field, 'exceeds the maximum value');
  } else if (TEXTS.includes(type)) {
    if (typeof value !== 'string') throw wrong(field, 'must be a string');
    if (values && !values.includes(value)) throw wrong(field, 'is not an expected value');
    if (min !== undefined && value.length < min) throw wrong(field, 'is smaller than the minimum length');
    if (max !== undefined && value.length > max) throw wrong(field, 'exceeds the maximum length');
  } else if (type === 'boolean' && typeof value !== 'boolean') throw wrong(field, 'must be a boolean');
}

const problem = (what: string): Rejected => new Rejected(`Mock result schema validation error: ${what}`);

const wrong = (field: string, what: string): Rejected => problem(`Field '${field}' ${what}`);
