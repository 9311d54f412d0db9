import type { Json, JsonObject } from '../types.ts';
import { isObject } from '../types.ts';
import type { Step } from './parse.ts';
import { formatPath, isDefinite, parsePath } from './parse.ts';

/** A definite path that leads nowhere. The message is Jayway's, which AWS shows. */
export class PathNotFound extends Error {}

/**
 * The value at a path: one value for a definite path, a list for one with wildcards, slices, filters or `..`.
 * @throws PathNotFound when a definite path leads nowhere; PathSyntaxError or SyntaxError for a malformed one.
 */
export function query(path: string, document: Json): Json {
  const steps = parsePath(path);
  if (isDefinite(steps)) return walk(steps, document);
  return select(steps, document, document);
}

/** As `query`, but undefined when there is nothing. */
export function find(steps: readonly Step[], document: Json): Json | undefined {
  if (!isDefinite(steps)) return select(steps, document, document);
  let value: Json | undefined = document;
  for (const step of steps) value = value === undefined ? undefined : child(step, value);
  return value;
}

function walk(steps: readonly Step[], document: Json): Json {
  let value = document;
  for (const [position, step] of steps.entries()) {
    const next = child(step, value);
    if (next === undefined) throw new PathNotFound(explain(steps, position, value));
    value = next;
  }
  return value;
}

function explain(steps: readonly Step[], position: number, value: Json): string {
  const step = steps[position] as Step;
  if (step.kind === 'properties' && !isObject(value)) {
    const type = value === null ? 'null' : javaType(value);
    return (
      `Expected to find an object with property ${formatPath([step]).slice(1)} in path ` +
      `${formatPath(steps.slice(0, position))} but found '${type}'. This is not a json object according to the ` +
      `JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'.`
    );
  }
  if (step.kind === 'indexes' && !Array.isArray(value)) {
    return `Filter: ${formatPath([step]).slice(1)} can only be applied to arrays. Current context is: ${JSON.stringify(value)}`;
  }
  const leaf = position === steps.length - 1 || step.kind === 'indexes';
  if (leaf) return `No results for path: ${formatPath(steps)}`;
  return `Missing property in path ${formatPath(steps.slice(0, position + 1))}`;
}

const javaType = (value: Json): string => {
  const node = {
    string: 'TextNode',
    number: Number.isInteger(value) ? 'IntNode' : 'DoubleNode',
    boolean: 'BooleanNode',
  };
  return `com.fasterxml.jackson.databind.node.${node[typeof value as keyof typeof node] ?? 'ArrayNode'}`;
};

/** The one value that a definite step leads to. */
function child(step: Step, value: Json): Json | undefined {
  if (step.kind === 'properties') return isObject(value) ? own(value, step.names[0] as string) : undefined;
  if (step.kind === 'indexes') return Array.isArray(value) ? value.at(step.indexes[0] as number) : undefined;
  return undefined;
}

const own = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

function select(steps: readonly Step[], value: Json, document: Json): Json[] {
  const [step, ...rest] = steps;
  if (!step) return [value];
  const next = step.kind === 'descend' ? descendants(value) : children(step, value, document);
  return next.flatMap((found) => select(rest, found, document));
}

function children(step: Step, value: Json, document: Json): Json[] {
  if (step.kind === 'properties') return isObject(value) ? step.names.flatMap((name) => present(own(value, name))) : [];
  const elements = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  if (step.kind === 'wildcard') return elements;
  if (step.kind === 'filter') return (Array.isArray(value) ? value : [value]).filter((e) => step.test(e, document));
  if (!Array.isArray(value)) return [];
  if (step.kind === 'slice') return value.slice(step.from, step.to);
  return step.kind === 'indexes' ? step.indexes.flatMap((index) => present(value.at(index))) : [];
}

const present = (value: Json | undefined): Json[] => (value === undefined ? [] : [value]);

/** The value itself and all inside it, outermost first. */
function descendants(value: Json): Json[] {
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return [value, ...inner.flatMap(descendants)];
}
