import type { Json } from '../types.ts';
import { isObject } from '../types.ts';
import type { Step } from './parse.ts';
import { isDefinite, parsePath } from './parse.ts';

/** A reference path that does not fit the document it should be written into. */
export class PathNotWritable extends Error {}

/**
 * The document with `value` at a reference path; objects on the way are made where missing. Nothing is changed in place.
 * @throws PathNotWritable when the path runs through something that is not an object, or past an array's end.
 */
export function write(path: string, document: Json, value: Json): Json {
  const steps = parsePath(path);
  if (!isDefinite(steps)) throw new PathNotWritable(`'${path}' is not a reference path`);
  return put(steps, document, value, path);
}

function put(steps: readonly Step[], at: Json | undefined, value: Json, path: string): Json {
  const [step, ...rest] = steps;
  if (!step) return value;
  if (step.kind === 'properties') {
    if (at !== undefined && at !== null && !isObject(at)) throw new PathNotWritable(path);
    const name = step.names[0] as string;
    const object = at ?? {};
    const current = isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
    return { ...object, [name]: put(rest, current, value, path) };
  }
  const index = step.kind === 'indexes' ? (step.indexes[0] as number) : -1;
  if (!Array.isArray(at) || index < 0 || index >= at.length) throw new PathNotWritable(path);
  return at.with(index, put(rest, at[index], value, path));
}
