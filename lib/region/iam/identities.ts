/** Roles, their policies, and the policies of resources. */
import { AwsError, type Call, type Principal, type Store } from '../service.ts';

export interface Identities {
  role(arn: string, assumedBy?: string, session?: string): Principal;
  resourcePolicy(arn: string, id: string, document: object | undefined): void;
  /** The `authorize` of a call by this principal. */
  authorizer(principal: Principal): Call['authorize'];
}

const schema = `
CREATE TABLE IF NOT EXISTS iam_role (arn TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, id TEXT NOT NULL, trust TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS iam_resource_policy (
  arn TEXT NOT NULL, id TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (arn, id)
) STRICT, WITHOUT ROWID;
`;

export function identities(store: Store): Identities {
  store.db.exec(schema);
  const byArn = store.db.prepare('SELECT name FROM iam_role WHERE arn = ?');
  const put = store.db.prepare('INSERT OR REPLACE INTO iam_resource_policy (arn, id, document) VALUES (?, ?, ?)');
  const remove = store.db.prepare('DELETE FROM iam_resource_policy WHERE arn = ? AND id = ?');
  return {
    role(arn, assumedBy, session) {
      const row = byArn.get(arn);
      if (!row) throw new AwsError('NoSuchEntity', `The role ${arn} cannot be found.`, 404);
      return { kind: 'role', arn, name: String(row.name), session: session ?? assumedBy?.split('.')[0] ?? 'session' };
    },
    resourcePolicy(arn, id, document) {
      if (document) put.run(arn, id, JSON.stringify(document));
      else remove.run(arn, id);
    },
    authorizer: (principal) => (action, resource) => {
      if (principal.kind !== 'role') return;
      const who = principal.arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/');
      throw new AwsError(
        'AccessDeniedException',
        `User: ${who}/${principal.session} is not authorized to perform: ${action} on resource: ${[resource].flat()[0]} because no identity-based policy allows the ${action} action`,
      );
    },
  };
}
