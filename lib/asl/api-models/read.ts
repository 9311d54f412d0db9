/** What the operations of AWS services answer, as AWS describes its own APIs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A type of a service: a structure with members, a list or map of elements, or a scalar. Members name other shapes. */
export interface Shape {
  type: string;
  enum?: string[];
  /** Of a number its range; of text its length. */
  min?: number;
  max?: number;
  required?: string[];
  members?: Record<string, string>;
  element?: string;
}

export interface Model {
  /** Names of output shapes by operation; an operation without an output has none. */
  outputs: Map<string, string>;
  shapes: Map<string, Shape>;
}

const known = new Map<string, Model | undefined>();

/** The model of a service by its name in `aws-sdk:` integrations, or undefined when there is none here. */
export function modelOf(service: string): Model | undefined {
  if (!known.has(service)) known.set(service, read(service));
  return known.get(service);
}

function read(service: string): Model | undefined {
  const file = join(import.meta.dirname, `${service}.jsonl`);
  if (!/^[a-z0-9]+$/.test(service) || !existsSync(file)) return undefined;
  const model: Model = { outputs: new Map(), shapes: new Map() };
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const { operation, output, shape, ...rest } = JSON.parse(line);
    if (operation === undefined) model.shapes.set(shape, rest as Shape);
    else model.outputs.set(operation, output);
  }
  return model;
}
