/** Access keys of the region: of its root, of each workload, and temporary ones from STS. */
import { AwsError, type Clock, type Principal, type Store } from '../service.ts';

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface Keys {
  /** The key of a principal; made on first use, and the same ever after. */
  of(principal: Principal): AccessKey;
  /** A new key that ends at `expires` (milliseconds since the epoch). */
  temporary(principal: Principal, expires: number): AccessKey;
  /** Whose key it is, with its secret. Throws `UnrecognizedClientException` or `ExpiredTokenException`. */
  find(accessKeyId: string): { principal: Principal; secretAccessKey: string };
}

const schema = `CREATE TABLE IF NOT EXISTS iam_key (
  id TEXT PRIMARY KEY, secret TEXT NOT NULL, principal TEXT NOT NULL, expires INTEGER
) STRICT`;

export function keys(store: Store, clock: Clock, id: (bytes?: number) => string): Keys {
  store.db.exec(schema);
  const insert = store.db.prepare('INSERT INTO iam_key (id, secret, principal, expires) VALUES (?, ?, ?, ?)');
  const byId = store.db.prepare('SELECT secret, principal, expires FROM iam_key WHERE id = ?');
  const byPrincipal = store.db.prepare('SELECT id, secret FROM iam_key WHERE principal = ? AND expires IS NULL');
  const make = (principal: Principal, expires: number | null): AccessKey => {
    // AWS's prefixes: AKIA for lasting keys, ASIA for temporary ones.
    const accessKeyId = `${expires === null ? 'AKIA' : 'ASIA'}${id(8).toUpperCase()}`;
    const secretAccessKey = id(20);
    insert.run(accessKeyId, secretAccessKey, JSON.stringify(principal), expires);
    return { accessKeyId, secretAccessKey };
  };
  return {
    of(principal) {
      const row = byPrincipal.get(JSON.stringify(principal));
      return row ? { accessKeyId: String(row.id), secretAccessKey: String(row.secret) } : make(principal, null);
    },
    temporary: make,
    find(accessKeyId) {
      const row = byId.get(accessKeyId);
      if (!row)
        throw new AwsError(
          'UnrecognizedClientException',
          'The security token included in the request is invalid.',
          403,
        );
      if (row.expires !== null && Number(row.expires) <= clock.now())
        throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 403);
      return { principal: JSON.parse(String(row.principal)), secretAccessKey: String(row.secret) };
    },
  };
}
