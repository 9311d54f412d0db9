/** A request that AWS refuses before anything runs. */
export class Rejected extends Error {
  readonly code: string;

  constructor(message: string, code = 'ValidationException') {
    super(message);
    this.name = 'Rejected';
    this.code = code;
  }
}
