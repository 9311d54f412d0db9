import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Buckets } from './constructs/ledger.ts';
import {
  allow,
  appendObjects,
  deleteObjects,
  invokeModel,
  listObjects,
  readObjects,
  readTable,
  sendMail,
  useKey,
  writeObjects,
  writeTable,
} from './grants.ts';
import type { Resources } from './resources.ts';

/** A verb and a resource, as in a tool's `grants`. */
export type Grant = Readonly<Record<string, string>>;

/** What a function may do and what it is told: the two always change together. */
export interface Access {
  statements: PolicyStatement[];
  environment: Record<string, string>;
}

export const merge = (...parts: readonly Access[]): Access => ({
  statements: parts.flatMap(({ statements }) => statements),
  environment: Object.assign({}, ...parts.map(({ environment }) => environment)),
});

/** What every governed step needs: its place in the ledger, and the bucket of claim checks. */
export function governed({ config, ledger }: Resources): Access {
  return merge(ledgerAccess({ config, ledger }), {
    statements: [readObjects(ledger.buckets.payloads), writeObjects(ledger.buckets.payloads)],
    environment: { COUNTERSIGN_BUCKET_PAYLOADS: ledger.buckets.payloads.bucketName },
  });
}

/** Reading and writing the tenant's items of the ledger. */
export function ledgerAccess({ config, ledger }: Pick<Resources, 'config' | 'ledger'>): Access {
  return {
    statements: [readTable(ledger.table, config.tenant), writeTable(ledger.table, config.tenant), useKey(ledger.key)],
    environment: { COUNTERSIGN_TENANT: config.tenant, COUNTERSIGN_LEDGER: ledger.table.tableName },
  };
}

/** Turns one grant of a tool into statements; a verb or resource that the deployment does not have is an error. */
export function granted(grant: Grant, resources: Resources): Access {
  const parts = Object.entries(grant).map(([verb, name]) => one(verb, name, resources));
  return merge(...parts);
}

function one(verb: string, name: string, resources: Resources): Access {
  const bucket = own(resources.ledger.buckets as Buckets & Record<string, Bucket>, name);
  if (bucket) return bucketAccess(verb, name, bucket);
  if (name === 'payables') return payablesAccess(verb, resources);
  if (name === 'mail' && verb === 'send') return mailAccess(resources);
  if (name === 'models' && verb === 'invoke') return modelAccess(resources);
  throw new Error(`grant { ${verb}: ${name} }: this deployment has ${KNOWN}; name one of those`);
}

/** A name of a workflow file may be one that every object inherits. */
const own = <T>(things: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(things, name) ? things[name] : undefined;

const KNOWN =
  'read, write, delete or append on inbox, documents, archive, payloads; read or write on payables; send on mail; invoke on models';

const BUCKET_VERBS: Record<string, (bucket: Bucket) => PolicyStatement[]> = {
  read: (bucket) => [readObjects(bucket), listObjects(bucket)],
  write: (bucket) => [writeObjects(bucket)],
  delete: (bucket) => [deleteObjects(bucket)],
  append: (bucket) => [appendObjects(bucket), listObjects(bucket)],
};

function bucketAccess(verb: string, name: string, bucket: Bucket): Access {
  const statements = own(BUCKET_VERBS, verb);
  if (!statements)
    throw new Error(`grant { ${verb}: ${name} }: a bucket can be granted ${Object.keys(BUCKET_VERBS).join(', ')}`);
  return {
    statements: statements(bucket),
    environment: { [`COUNTERSIGN_BUCKET_${name.toUpperCase()}`]: bucket.bucketName },
  };
}

function payablesAccess(verb: string, { config, payables }: Resources): Access {
  const statements = {
    read: [readTable(payables, config.tenant)],
    write: [readTable(payables, config.tenant), writeTable(payables, config.tenant)],
  };
  const found = own<PolicyStatement[]>(statements, verb);
  if (!found) throw new Error(`grant { ${verb}: payables }: a table can be granted read or write`);
  return { statements: found, environment: { COUNTERSIGN_TABLE_PAYABLES: payables.tableName } };
}

export const mailAccess = ({ config, mailIdentityArn }: Pick<Resources, 'config' | 'mailIdentityArn'>): Access => ({
  statements: [sendMail(mailIdentityArn, config.mailFrom)],
  environment: { COUNTERSIGN_MAIL_FROM: config.mailFrom },
});

export const modelAccess = ({ config }: Resources): Access => ({
  statements: [invokeModel(`arn:aws:bedrock:${config.region}::foundation-model/${config.model}`)],
  environment: { COUNTERSIGN_MODEL: config.model },
});

export const busAccess = ({ ledger }: Resources): Access => ({
  statements: [allow(['events:PutEvents'], [ledger.bus.eventBusArn])],
  environment: { COUNTERSIGN_BUS: ledger.bus.eventBusName },
});
