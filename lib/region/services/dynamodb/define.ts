/** From CreateTable's parameters, which CloudFormation shares, to a table's definition. */
import * as z from 'zod';
import { flag, integer, tags } from '../../shape.ts';
import { invalid, invalidParameter } from './errors.ts';
import { type Index, type KeySchema, keyNames, type Table } from './table.ts';

const keySchema = z
  .array(z.strictObject({ AttributeName: z.string().min(1).max(255), KeyType: z.enum(['HASH', 'RANGE']) }))
  .min(1)
  .max(2);

const throughput = z.strictObject({ ReadCapacityUnits: integer, WriteCapacityUnits: integer });
const onDemand = z.strictObject({ MaxReadRequestUnits: integer.optional(), MaxWriteRequestUnits: integer.optional() });
const warm = z.strictObject({ ReadUnitsPerSecond: integer.optional(), WriteUnitsPerSecond: integer.optional() });

const index = {
  IndexName: z.string().regex(/^[a-zA-Z0-9_.-]{3,255}$/),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).default('ALL'),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
};

export const localIndex = z.strictObject(index);
export const globalIndex = z.strictObject({
  ...index,
  ProvisionedThroughput: throughput.optional(),
  OnDemandThroughput: onDemand.optional(),
  WarmThroughput: warm.optional(),
});

export const tableName = z.string().regex(/^[a-zA-Z0-9_.-]{3,255}$/);
export const billing = z.enum(['PROVISIONED', 'PAY_PER_REQUEST']);
export const attributes = z.array(
  z.strictObject({ AttributeName: z.string().min(1).max(255), AttributeType: z.enum(['S', 'N', 'B']) }),
);
export const streamView = z.enum(['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY']);

/** What CreateTable and AWS::DynamoDB::Table write in the same way. */
export const definition = {
  AttributeDefinitions: attributes,
  KeySchema: keySchema,
  LocalSecondaryIndexes: z.array(localIndex).max(5).default([]),
  GlobalSecondaryIndexes: z.array(globalIndex).max(20).default([]),
  BillingMode: billing.default('PROVISIONED'),
  ProvisionedThroughput: throughput.optional(),
  OnDemandThroughput: onDemand.optional(),
  WarmThroughput: warm.optional(),
  DeletionProtectionEnabled: flag.default(false),
  TableClass: z.enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']).optional(),
  Tags: tags.default([]),
};

const shape = z.object(definition);
export type Definition = z.output<typeof shape>;

/** The parts of a table that its definition says. Throws ValidationException for what does not fit together. */
export function readDefinition(
  given: Definition,
): Pick<Table, 'keys' | 'types' | 'indexes' | 'billing' | 'deletionProtected' | 'tags' | 'settings'> {
  const types = Object.fromEntries(given.AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]));
  const keys = readKeys(given.KeySchema);
  const indexes = [
    ...given.LocalSecondaryIndexes.map((one) => readIndex('local', one)),
    ...given.GlobalSecondaryIndexes.map((one) => readIndex('global', one)),
  ];
  checkAttributes(types, [keys, ...indexes.map((one) => one.keys)]);
  checkIndexes(keys, indexes);
  checkThroughput(given);
  const { ProvisionedThroughput, OnDemandThroughput, WarmThroughput, TableClass } = given;
  const settings = { ProvisionedThroughput, OnDemandThroughput, WarmThroughput, TableClass };
  const { BillingMode: billing, DeletionProtectionEnabled: deletionProtected, Tags: tags } = given;
  return { keys, types, indexes, billing, deletionProtected, tags, settings };
}

export function readKeys(schema: z.output<typeof keySchema>): KeySchema {
  const [first, second] = schema;
  if (first?.KeyType !== 'HASH') {
    throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second && second.KeyType !== 'RANGE') {
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  if (second?.AttributeName === first.AttributeName) {
    throw invalid('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  return { hash: first.AttributeName, range: second?.AttributeName };
}

export function readIndex(kind: Index['kind'], given: z.output<typeof globalIndex>): Index {
  const { IndexName: name, KeySchema, Projection, ...settings } = given;
  const { ProjectionType: type, NonKeyAttributes } = Projection;
  if ((type === 'INCLUDE') !== (NonKeyAttributes !== undefined)) {
    throw invalidParameter(
      `ProjectionType is ${type}, but NonKeyAttributes is ${NonKeyAttributes ? '' : 'not '}specified`,
    );
  }
  return { name, kind, keys: readKeys(KeySchema), projection: { type, attributes: NonKeyAttributes }, settings };
}

/** The types of the attributes that some key uses. */
export function usedTypes(types: Table['types'], schemas: KeySchema[]): Table['types'] {
  const used = new Set(schemas.flatMap(keyNames));
  return Object.fromEntries(Object.entries(types).filter(([name]) => used.has(name)));
}

/** Exactly the key attributes are to be defined. */
export function checkAttributes(types: Table['types'], schemas: KeySchema[]): void {
  const used = new Set(schemas.flatMap(keyNames));
  const defined = Object.keys(types);
  const undefinedKeys = [...used].filter((name) => !Object.hasOwn(types, name));
  if (undefinedKeys.length > 0) {
    const shown = `Keys: [${undefinedKeys.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`;
    throw invalidParameter(`Some index key attributes are not defined in AttributeDefinitions. ${shown}`);
  }
  if (defined.length > used.size) {
    throw invalidParameter(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
}

export function checkIndexes(keys: KeySchema, indexes: Index[]): void {
  const names = indexes.map((one) => one.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw invalidParameter(`Duplicate index name: ${twice}`);
  for (const { kind, name, keys: own } of indexes) {
    if (kind === 'local' && (own.hash !== keys.hash || !own.range || !keys.range)) {
      const rule = "a local index has the table's hash key and a range key, and so does its table";
      throw invalidParameter(`Index KeySchema does not fit the table's: ${rule}. IndexName: ${name}`);
    }
  }
}

function checkThroughput({ BillingMode, ProvisionedThroughput }: Definition): void {
  if (BillingMode === 'PROVISIONED' && !ProvisionedThroughput) {
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  if (BillingMode === 'PAY_PER_REQUEST' && ProvisionedThroughput) {
    const rule = 'cannot be specified when BillingMode is PAY_PER_REQUEST';
    throw invalidParameter(`Neither ReadCapacityUnits nor WriteCapacityUnits can be specified: they ${rule}`);
  }
}
