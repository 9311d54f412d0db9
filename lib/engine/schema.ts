import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { JsonSchema } from './program.ts';

// The compiler has checked the schemas themselves; to compile the meta-schema again is a quarter of a first call.
const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false });
formats.default(ajv);

const compiled = new WeakMap<object, ValidateFunction>();

/** What is wrong with a value under a JSON Schema 2020-12, one sentence each; empty if nothing is. */
export function schemaProblems(schema: JsonSchema, value: unknown): string[] {
  if (typeof schema === 'boolean') return schema ? [] : ['no value is allowed here'];
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}
