/** A place inside the workflow file: keys and indexes from the root. */
export type Path = readonly (string | number)[];

/** What a rule has to say about one place. The runner adds the code and the position. */
export interface Finding {
  /** What is wrong, with the value given; no full stop at the end. */
  message: string;
  path: Path;
  /** Point at the key instead of its value. */
  key?: boolean;
  /** Characters into the text at `path`, for a finding inside an expression. */
  offset?: number;
  /** What to write instead, where that is known. */
  fix?: string;
}

export type Severity = 'error' | 'warning';

/** One mistake, as `countersign validate --json` prints it. */
export interface Problem {
  /** Name of the rule: the file in `checks/`. */
  code: string;
  severity: Severity;
  message: string;
  /** JSON Pointer (RFC 6901) into the workflow file. */
  path: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
  fix?: string;
}

/** RFC 6901. */
export function pointer(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** True if `inner` is `outer` or lies below it. */
export function isWithin(inner: Path, outer: Path): boolean {
  return outer.length <= inner.length && outer.every((part, index) => part === inner[index]);
}

/** Problems in the order of the file. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1));
}
