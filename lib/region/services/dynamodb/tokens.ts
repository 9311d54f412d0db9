/** Client request tokens: within ten minutes of its success a transaction with the same token is not done again. */
import { AwsError, type Region } from '../../service.ts';
import { statements } from '../../statements.ts';

const lifetime = 10 * 60 * 1000;

export class Tokens {
  readonly #region: Region;
  readonly #sql: ReturnType<typeof statements>;

  constructor(region: Region) {
    this.#region = region;
    const { db } = region.store;
    db.exec(
      'CREATE TABLE IF NOT EXISTS dynamodb_tokens (token TEXT PRIMARY KEY, digest TEXT NOT NULL, at INTEGER NOT NULL)',
    );
    this.#sql = statements(db);
  }

  /** Whether this request has succeeded already. Throws when the token belongs to another request. */
  seen(token: string, digest: string): boolean {
    this.#sql('DELETE FROM dynamodb_tokens WHERE at < ?').run(this.#region.clock.now() - lifetime);
    const known = this.#sql('SELECT digest FROM dynamodb_tokens WHERE token = ?').get(token);
    if (known && known.digest !== digest) throw mismatch();
    return known !== undefined;
  }

  remember(token: string, digest: string): void {
    this.#sql('INSERT INTO dynamodb_tokens VALUES (?, ?, ?)').run(token, digest, this.#region.clock.now());
  }
}

function mismatch(): AwsError {
  const message = 'The request uses the same client token as a previous, but non-identical request. ';
  const advice = 'Do not reuse a client token with different requests, unless the requests are identical';
  return new AwsError('IdempotentParameterMismatchException', message + advice);
}
