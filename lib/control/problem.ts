/** An error of the API, as RFC 9457 (problem details) describes it. */
export interface ProblemDetails {
  /** Last part of the type's URI: `/problems/<type>`. Stable; clients switch on it. */
  type: string;
  status: number;
  title: string;
  /** What happened, what was given, what to do next. */
  detail: string;
  /** More that belongs to the type: `problems` of a workflow file, `left` tries of a code. */
  [member: string]: unknown;
}

/** Thrown by a verb; the API answers with it. */
export class ApiProblem extends Error {
  readonly details: ProblemDetails;

  constructor(status: number, type: string, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.name = 'ApiProblem';
    this.details = { type: `/problems/${type}`, status, title: TITLES[status] ?? 'Error', detail, ...members };
  }
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not valid',
  429: 'Too many',
  500: 'Internal error',
};

export const notFound = (what: string, id: string, hint: string): ApiProblem =>
  new ApiProblem(404, 'not-found', `there is no ${what} ${JSON.stringify(id)}; ${hint}`);
