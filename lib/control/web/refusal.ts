/** Thrown by a page that cannot answer as asked; becomes a plain page that says why, and what to do next. */
export class PageProblem extends Error {
  readonly status: number;
  readonly title: string;
  /** Headers of the answer, such as `allow`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, title: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'PageProblem';
    this.status = status;
    this.title = title;
    this.headers = headers;
  }
}
