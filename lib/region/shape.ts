/**
 * Reading what comes from outside: inputs of operations and properties of CloudFormation resources, against a zod shape.
 * What the region does not know is an error that names it, so that nothing is dropped in silence.
 */
import * as z from 'zod';
import {
  AwsError,
  type Call,
  type Operation,
  type Provisioned,
  type ResourcePlace,
  type ResourceType,
} from './service.ts';

/** The value in its shape. Throws `AwsError(code)` that names each member that is unknown, missing or wrong. */
export function read<S extends z.ZodType>(shape: S, value: unknown, what: string, code: string): z.output<S> {
  const parsed = shape.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  throw new AwsError(code, `${what}: ${parsed.error.issues.map(words).join('; ')}`);
}

function words(issue: z.core.$ZodIssue): string {
  const place = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return `${place || 'input'}: ${issue.message}`;
  const names = issue.keys.map((key) => (place ? `${place}.${key}` : key)).join(', ');
  return `the local region does not know ${names}`;
}

/** An operation whose input has this shape. `code` is the error that this service gives to a malformed input. */
export function operation<S extends z.ZodType>(
  name: string,
  shape: S,
  run: (input: z.output<S>, call: Call) => unknown,
  code = 'ValidationException',
): Record<string, Operation> {
  return { [name]: (input, call) => run(read(shape, input, name, code), call) };
}

/** What a resource type does with its properties once they are read. */
export interface ResourceVerbs<P> {
  create(properties: P, place: ResourcePlace): Provisioned | Promise<Provisioned>;
  update(properties: P, current: Provisioned, place: ResourcePlace): Provisioned | Promise<Provisioned>;
  delete(current: Provisioned, place: ResourcePlace): void | Promise<void>;
}

/** A CloudFormation resource type whose properties have this shape. */
export function resource<S extends z.ZodType>(
  type: string,
  shape: S,
  verbs: ResourceVerbs<z.output<S>>,
): Record<string, ResourceType> {
  const readIn = (properties: unknown, { logicalId }: ResourcePlace) =>
    read(shape, properties, `${type} ${logicalId}`, 'ValidationError');
  return {
    [type]: {
      create: (properties, place) => verbs.create(readIn(properties, place), place),
      update: (properties, current, place) => verbs.update(readIn(properties, place), current, place),
      delete: (current, place) => verbs.delete(current, place),
    },
  };
}

/** Bytes: as the SDK gives them, or as base64 from the wire. */
export const blob = z.union([
  z.instanceof(Uint8Array).transform((bytes) => new Uint8Array(bytes)),
  z.string().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
]);

/** A point in time in milliseconds: given as the SDK does (Date) or as the wire does (seconds since the epoch). */
export const instant = z.union([
  z.date().transform((date) => date.getTime()),
  z.number().transform((seconds) => seconds * 1000),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);

/** Tags as CloudFormation and most services write them. */
export const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() }));

/** A number, also where a template or a query has written it as text. */
export const integer = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ])
  .pipe(z.int());

/** A truth value, also where a template has written it as text. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
