/** A line and a column of a file, both from 1. */
export interface CallSite {
  /** Path, or `file:` address, as the stack has it. */
  file: string;
  line: number;
  column: number;
}

// Shared by name: the author's module may have loaded this one under another address.
const SITE: unique symbol = Symbol.for('countersign.call-site') as never;

/** Knows where its author wrote it. */
export interface Placed {
  readonly [SITE]?: CallSite;
}

/** Notes on a thing where in the author's file it was made: the first place on the stack outside of this folder. */
export function place<T extends object>(thing: T): T & Placed {
  return placed(thing, callSite(new Error().stack ?? ''));
}

/** Copies the place of one thing to another. */
export const placeLike = <T extends object>(thing: T, other: object): T => placed(thing, siteOf(other));

export const siteOf = (thing: object): CallSite | undefined => (thing as Placed)[SITE];

/** Not enumerable, so that the thing is still what a workflow file would hold, and nothing more. */
const placed = <T extends object>(thing: T, site: CallSite | undefined): T =>
  site ? Object.defineProperty(thing, SITE, { value: site }) : thing;

/** Our own folder, as a stack may name it. */
const HERE = [import.meta.dirname, new URL('.', import.meta.url).href];

function callSite(stack: string): CallSite | undefined {
  const frames = stack.split('\n').slice(1);
  const frame = frames.find((line) => !HERE.some((folder) => line.includes(folder)));
  const [, file, line, column] = /(?:\(|at )((?:file:)?[^()]+):(\d+):(\d+)\)?$/.exec(frame ?? '') ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
}
