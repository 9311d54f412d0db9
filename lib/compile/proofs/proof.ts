import type { Model } from '../../workflow/model.ts';
import type { Finding, Severity } from '../../workflow/problem.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { Compiled } from '../compile.ts';

/** A workflow without errors, what has been made of it, and what that may use. */
export interface Proven {
  model: Model;
  compiled: Compiled;
  bounds: Bounds;
}

/** One rule over what the compiler has emitted. The file has the name of its code, as in lib/workflow/checks. */
export interface Proof {
  code: string;
  severity: Severity;
  check(proven: Proven): Iterable<Finding>;
}
