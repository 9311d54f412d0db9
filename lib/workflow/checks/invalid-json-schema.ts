import { Ajv2020 } from 'ajv/dist/2020.js';
import { attachmentsOf } from '../attachments.ts';
import { at, isRecord } from '../data.ts';
import type { Model } from '../model.ts';
import type { Finding, Path } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** Schemas are JSON Schema 2020-12, in place or in a file of their own. */
export const invalidJsonSchema: Rule = {
  code: 'invalid-json-schema',
  severity: 'error',
  *check(model) {
    for (const [schema, path] of schemasOf(model)) {
      if (typeof schema !== 'string') yield* mistakesIn(schema, path);
      else if (model.files.exists(schema)) yield* inFile(schema, model.files.read(schema), path);
    }
  },
};

function* schemasOf({ workflow, places }: Model): Generator<[schema: unknown, path: Path]> {
  if (workflow.input) yield [workflow.input, ['input']];
  for (const [name, { input, output }] of Object.entries(workflow.tools)) {
    yield [input, ['tools', name, 'input']];
    if (output) yield [output, ['tools', name, 'output']];
  }
  for (const { step, path } of places) {
    for (const { key, schema } of attachmentsOf(step).schemas) yield [schema, [...path, key]];
  }
}

function* inFile(file: string, text: string, path: Path): Generator<Finding> {
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch (error) {
    yield { message: `${file} is not JSON: ${(error as Error).message}`, path };
    return;
  }
  if (!isRecord(schema)) yield { message: `${file} holds no schema: an object is needed`, path };
  else
    for (const { message, path: inside } of mistakesIn(schema, []))
      yield { message: `${file} at /${inside.join('/')}: ${message}`, path };
}

let ajv: Ajv2020 | undefined;

/** What the meta-schema says, then what it cannot see: references that lead nowhere, patterns that are none. */
function* mistakesIn(schema: unknown, path: Path): Generator<Finding> {
  // Made when first needed: it takes longer than all other rules together.
  ajv ??= new Ajv2020({ strict: false, allErrors: true, validateFormats: false, logger: false });
  const { $schema: _, ...rest } = schema as Record<string, unknown>;
  if (!ajv.validateSchema(rest)) yield* metaMistakes(ajv, path);
  for (const { message, path: inside } of deadEnds(rest, rest, [])) yield { message, path: [...path, ...inside] };
}

/** The meta-schema complains about a place and again about everything around it: the innermost complaint is enough. */
function* metaMistakes({ errors }: Ajv2020, path: Path): Generator<Finding> {
  const all = errors ?? [];
  const innermost = all.filter(
    ({ instancePath: own }) => !all.some(({ instancePath }) => instancePath.startsWith(`${own}/`)),
  );
  const byPlace = new Map([...innermost].reverse().map((error) => [error.instancePath, error]));
  for (const [place, { message = 'is wrong', params }] of byPlace) {
    const options = Array.isArray(params.allowedValues) ? `: ${params.allowedValues.join(', ')}` : '';
    yield { message: `not a JSON Schema: ${message}${options}`, path: [...path, ...partsOf(place)] };
  }
}

function* deadEnds(value: unknown, root: unknown, path: Path): Generator<Finding> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const inside = [...path, Array.isArray(value) ? Number(key) : key];
    if (typeof member !== 'string') yield* deadEnds(member, root, inside);
    else if (key === '$ref' && !leadsSomewhere(member, root))
      yield { message: `the reference '${member}' leads nowhere`, path: inside };
    else if (key === 'pattern' && !isPattern(member))
      yield { message: `'${member}' is not a regular expression`, path: inside };
  }
}

/** A schema stands for itself: references to other files would have to be fetched by whoever validates. */
function leadsSomewhere(reference: string, root: unknown): boolean {
  if (reference === '#') return true;
  return reference.startsWith('#/') && at(root, partsOf(decodeURIComponent(reference.slice(1)))) !== undefined;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

function partsOf(instancePath: string): (string | number)[] {
  const parts = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
