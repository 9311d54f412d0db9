/** Access keys of the region: of its root, of each workload, and temporary ones from STS. */
import { AwsError, type Clock, type Principal, type Store } from '../service.ts';

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface Keys {
  /** The key of a principal; made on first use, and the same ever after. */
  of(principal: Principal): AccessKey;
  /** A new key that ends at `expires` (milliseconds since the epoch) and must come with its token. */
  temporary(principal: Principal, expires: number): AccessKey & { sessionToken: string };
  /** Whose key it is, with its secret. Throws `UnrecognizedClientException` or `ExpiredTokenException`. */
  find(accessKeyId: string, sessionToken: string | undefined): { principal: Principal; secretAccessKey: string };
}

const schema = `CREATE TABLE IF NOT EXISTS iam_key (
  id TEXT PRIMARY KEY, secret TEXT NOT NULL, principal TEXT NOT NULL, expires INTEGER, token TEXT
) STRICT`;

export function keys(store: Store, clock: Clock, id: (bytes?: number) => string): Keys {
  store.db.exec(schema);
  const insert = store.db.prepare('INSERT INTO iam_key (id, secret, principal, expires, token) VALUES (?, ?, ?, ?, ?)');
  const byId = store.db.prepare('SELECT secret, principal, expires, token FROM iam_key WHERE id = ?');
  const byPrincipal = store.db.prepare('SELECT id, secret FROM iam_key WHERE principal = ? AND expires IS NULL');
  const make = (principal: Principal, prefix: string, expires: number | null, token: string | null): AccessKey => {
    const accessKeyId = `${prefix}${id(8).toUpperCase()}`;
    const secretAccessKey = id(20);
    insert.run(accessKeyId, secretAccessKey, JSON.stringify(principal), expires, token);
    return { accessKeyId, secretAccessKey };
  };
  return {
    of(principal) {
      const row = byPrincipal.get(JSON.stringify(principal));
      return row
        ? { accessKeyId: String(row.id), secretAccessKey: String(row.secret) }
        : make(principal, 'AKIA', null, null);
    },
    temporary(principal, expires) {
      const sessionToken = id(32);
      return { ...make(principal, 'ASIA', expires, sessionToken), sessionToken };
    },
    find(accessKeyId, sessionToken) {
      const row = byId.get(accessKeyId);
      if (!row || (row.token !== null && row.token !== sessionToken))
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
