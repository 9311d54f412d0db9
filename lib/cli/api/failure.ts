import { type ExitCode, Failure } from '../command.ts';
import { printable } from '../printable.ts';

/** Problem details (RFC 9457), as far as the API is known to have sent them. */
export interface Problem {
  type?: string;
  detail?: string;
  /** Gateways in front of the API say it this way. */
  message?: string;
  /** Of a workflow file, an input, or the request itself. */
  problems?: unknown;
}

/** What the API refused, in its own words. A request that was not valid is wrong usage. */
export class ApiFailure extends Failure {
  override readonly name = 'ApiFailure';
  readonly status: number;
  readonly problem: Problem;
  override readonly exitCode: ExitCode;

  constructor(status: number, problem: Problem) {
    super(textOf(status, problem));
    this.status = status;
    this.problem = problem;
    this.exitCode = status === 400 ? 2 : 1;
  }

  /** The last part of the problem's type, such as `not-found`. */
  get type(): string {
    return this.problem.type?.split('/').at(-1) ?? '';
  }
}

function textOf(status: number, { detail, message, problems }: Problem): string {
  const text = detail ?? message ?? `the API answered ${status} and no reason`;
  const lines = Array.isArray(problems) ? problems.map(lineOf).filter((line) => !text.includes(line)) : [];
  return [text, ...lines.map((line) => `  - ${line}`)].map(printable).join('\n');
}

function lineOf(problem: unknown): string {
  if (typeof problem === 'string') return problem;
  const { message, line, column, in: where, path } = problem as Record<string, unknown>;
  const place = line === undefined ? [where, path].filter(Boolean).join('.') : `${line}:${column ?? 1}`;
  return place ? `${place}: ${message}` : String(message);
}
