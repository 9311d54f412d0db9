/** What cannot be deployed, and where it stands. */
export class TemplateError extends Error {
  constructor(place: string, problem: string, options?: ErrorOptions) {
    super(`${place}: ${problem}`, options);
    this.name = 'TemplateError';
  }
}

/** An error from further inside, with the place that was being worked on put before its message. */
export function placed(place: string, error: unknown): TemplateError {
  return new TemplateError(place, error instanceof Error ? error.message : String(error), { cause: error });
}
