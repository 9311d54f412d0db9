import type { LineCounter } from 'yaml';
import { type Finding, type Path, type Problem, pointer } from './problem.ts';

/** Where a node of the file stands: offsets into its text. */
export interface Place {
  start: number;
  end: number;
  /** Offset of the key, for a member of an object. */
  key?: number;
  /** The value of a text, to find a character of it in the source. */
  text?: string;
}

/** Turns a finding of a rule into a problem with line and column. */
export type Locate = (code: string, severity: Problem['severity'], finding: Finding) => Problem;

/** Finds the place of a finding. `places`, by JSON Pointer, may still grow; `renames` leads from pointers to where that stands. */
export function locator(
  source: string,
  lines: LineCounter,
  places: ReadonlyMap<string, Place>,
  renames: ReadonlyMap<string, string>,
): Locate {
  return (code, severity, { message, path, key, offset, fix }) => {
    const place = nearest(places, renames, path);
    const start = key && place.key !== undefined ? place.key : place.start;
    const at =
      offset === undefined
        ? start
        : place.start + offsetInSource(source.slice(place.start, place.end), place.text, offset);
    const { line, col } = lines.linePos(Math.min(at, source.length));
    // The counter answers line 0 for a text that it has not read.
    const position = { line: Math.max(line, 1), column: Math.max(col, 1) };
    return { code, severity, message, path: pointer(path), ...position, ...(fix !== undefined && { fix }) };
  };
}

/** The place of `path`, or of the nearest ancestor that stands in the file: what is missing is missing from there. */
function nearest(places: ReadonlyMap<string, Place>, renames: ReadonlyMap<string, string>, path: Path): Place {
  let at = '';
  let place = places.get(at) ?? { start: 0, end: 0 };
  for (const part of path) {
    at += pointer([part]);
    at = renames.get(at) ?? at;
    const inner = places.get(at);
    if (!inner) break;
    place = inner;
  }
  return place;
}

/**
 * Where character `offset` of a YAML text stands in its source, quotes, indentation and folded lines included.
 * The two are walked side by side: what the source has more is quote, escape or indent.
 */
function offsetInSource(source: string, value: string | undefined, offset: number): number {
  if (value === undefined) return offset;
  let at = /^[|>]/.test(source) ? source.indexOf('\n') + 1 : 0;
  for (let read = 0; at < source.length; at++) {
    if (source[at] === value[read]) {
      if (read === offset) return at;
      read++;
    } else if (/\s/.test(value[read] ?? '') && !/\s/.test(source[at]!) && read < offset) {
      // A folded line break: the value has one blank for a run of them that the source has already passed.
      read++;
      at--;
    }
  }
  return source.length;
}
