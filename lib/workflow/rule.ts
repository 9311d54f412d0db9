import type { Model } from './model.ts';
import type { Finding, Severity } from './problem.ts';

/** One rule over a whole workflow. The file in `checks/` has the name of its code. */
export interface Rule {
  code: string;
  severity: Severity;
  check(model: Model): Iterable<Finding>;
}

/** A rule that asks for members which the form of the file makes mandatory: its words for each of them. */
export interface PresenceRule {
  code: string;
  required: Readonly<Record<string, { message: string; fix: string }>>;
}
