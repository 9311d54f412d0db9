import type { Filter } from './filter.ts';
import { parseFilter } from './filter.ts';
import { Reader } from './reader.ts';

/** One step of a path, in the dialect of Jayway JsonPath that Step Functions uses. */
export type Step =
  | { kind: 'properties'; names: string[] }
  | { kind: 'indexes'; indexes: number[] }
  | { kind: 'slice'; from?: number; to?: number }
  | { kind: 'wildcard' }
  | { kind: 'descend' }
  | { kind: 'filter'; test: Filter };

export class PathSyntaxError extends Error {}

const cache = new Map<string, Step[]>();

/** Parses `$…` into steps. @throws PathSyntaxError naming the path and the place. */
export function parsePath(path: string): Step[] {
  const known = cache.get(path);
  if (known) return known;
  const reader = new Reader(path);
  if (!reader.take('$')) throw new PathSyntaxError(`'${path}' does not begin with '$'`);
  const steps = parseSteps(reader);
  if (!reader.done) throw new PathSyntaxError(`'${path}' has an unexpected '${reader.peek}' at ${reader.position}`);
  if (cache.size > 5000) cache.clear();
  cache.set(path, steps);
  return steps;
}

/** Reads steps until something else stands there: the end, or an operator of a filter. */
export function parseSteps(reader: Reader): Step[] {
  const steps: Step[] = [];
  for (;;) {
    if (reader.take('..')) {
      steps.push({ kind: 'descend' }, reader.peek === '[' ? parseBracket(reader) : parseName(reader));
    } else if (reader.take('.')) steps.push(parseName(reader));
    else if (reader.peek === '[') steps.push(parseBracket(reader));
    else return steps;
  }
}

function parseName(reader: Reader): Step {
  if (reader.take('*')) return { kind: 'wildcard' };
  const name = reader.match(/^[^\s.[\]()=!<>&|,'"@$*]+/);
  if (name === undefined) throw new PathSyntaxError(`'${reader.text}' has no name at ${reader.position}`);
  return { kind: 'properties', names: [name] };
}

function parseBracket(reader: Reader): Step {
  reader.expect('[');
  reader.space();
  const step = parseSelector(reader);
  reader.space();
  reader.expect(']');
  return step;
}

function parseSelector(reader: Reader): Step {
  if (reader.take('*')) return { kind: 'wildcard' };
  if (reader.take('?')) return { kind: 'filter', test: parseFilter(reader) };
  if (reader.peek === "'" || reader.peek === '"')
    return { kind: 'properties', names: reader.list(() => reader.quoted()) };
  const slice = reader.match(/^-?\d*\s*:\s*-?\d*/);
  if (slice !== undefined) return sliceOf(slice);
  return { kind: 'indexes', indexes: reader.list(() => reader.integer()) };
}

function sliceOf(text: string): Step {
  const [from, to] = text.split(':').map((part) => (part.trim() === '' ? undefined : Number(part)));
  return { kind: 'slice', ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** A definite path leads to at most one value; any other gives a list. */
export const isDefinite = (steps: readonly Step[]): boolean =>
  steps.every(
    (step) =>
      (step.kind === 'properties' && step.names.length === 1) || (step.kind === 'indexes' && step.indexes.length === 1),
  );

/** The path in Jayway's normal form, as its error messages show it: `$['a'][0]`. */
export const formatPath = (steps: readonly Step[]): string => `$${steps.map(formatStep).join('')}`;

function formatStep(step: Step): string {
  if (step.kind === 'properties') return `[${step.names.map((name) => `'${name}'`).join(',')}]`;
  if (step.kind === 'indexes') return `[${step.indexes.join(',')}]`;
  if (step.kind === 'slice') return `[${step.from ?? ''}:${step.to ?? ''}]`;
  if (step.kind === 'wildcard') return '[*]';
  return step.kind === 'descend' ? '..' : '[?]';
}
