/** Operations on tables. Every change is done when the answer is given: a table is ACTIVE at once. */
import * as z from 'zod';
import type { Call, Operation } from '../../service.ts';
import { operation } from '../../shape.ts';
import type { Data } from './data.ts';
import * as define from './define.ts';
import { describe } from './describe.ts';
import { invalid } from './errors.ts';
import type { Table } from './table.ts';
import { inUse, type Tables } from './tables.ts';

const named = z.strictObject({ TableName: z.string() });

const stream = z.strictObject({ StreamEnabled: z.boolean(), StreamViewType: define.streamView.optional() });
const encryption = z.strictObject({
  Enabled: z.boolean().optional(),
  SSEType: z.enum(['AES256', 'KMS']).optional(),
  KMSMasterKeyId: z.string().optional(),
});

const create = z.strictObject({
  TableName: define.tableName,
  ...define.definition,
  StreamSpecification: stream.optional(),
  SSESpecification: encryption.optional(),
});

const change = z.strictObject({
  TableName: z.string(),
  AttributeDefinitions: define.attributes.optional(),
  BillingMode: define.billing.optional(),
  ProvisionedThroughput: define.definition.ProvisionedThroughput,
  OnDemandThroughput: define.definition.OnDemandThroughput,
  WarmThroughput: define.definition.WarmThroughput,
  TableClass: define.definition.TableClass,
  DeletionProtectionEnabled: z.boolean().optional(),
  StreamSpecification: stream.optional(),
  GlobalSecondaryIndexUpdates: z
    .array(
      z.strictObject({
        Create: define.globalIndex.optional(),
        Delete: z.strictObject({ IndexName: z.string() }).optional(),
      }),
    )
    .optional(),
});

const list = z.strictObject({
  ExclusiveStartTableName: z.string().default(''),
  Limit: z.int().min(1).max(100).default(100),
});

export function tableOperations(data: Data, tables: Tables): Record<string, Operation> {
  const shown = (table: Table, status?: string) => describe(table, data.items.count(table), status);
  const find = (call: Call, action: string, name: string) => {
    call.authorize(`dynamodb:${action}`, data.catalog.arn(name));
    return tables.get(name);
  };
  return {
    ...operation('CreateTable', create, (input, call) => {
      call.authorize('dynamodb:CreateTable', data.catalog.arn(input.TableName));
      const { TableName, StreamSpecification, SSESpecification, ...definition } = input;
      const settings = SSESpecification?.Enabled ? { SSEDescription: encrypted(SSESpecification) } : {};
      const table = tables.create(TableName, definition, viewOf(StreamSpecification), settings);
      return { TableDescription: shown(table) };
    }),
    ...operation('DescribeTable', named, ({ TableName }, call) => ({
      Table: shown(find(call, 'DescribeTable', TableName)),
    })),
    ...operation('UpdateTable', change, (input, call) => {
      const table = find(call, 'UpdateTable', input.TableName);
      const updated = data.region.store.transaction(() => update(tables, table, input));
      return { TableDescription: shown(updated) };
    }),
    ...operation('DeleteTable', named, ({ TableName }, call) => {
      const table = find(call, 'DeleteTable', TableName);
      const answer = { TableDescription: shown(table, 'DELETING') };
      tables.remove(table);
      return answer;
    }),
    ...operation('ListTables', list, ({ ExclusiveStartTableName, Limit }, call) => {
      call.authorize('dynamodb:ListTables', '*');
      const names = data.catalog.all().map((table) => table.name);
      const after = names.filter((name) => name > ExclusiveStartTableName);
      const page = after.slice(0, Limit);
      return { TableNames: page, ...(after.length > page.length ? { LastEvaluatedTableName: page.at(-1) } : {}) };
    }),
  };
}

function encrypted({ SSEType = 'KMS', KMSMasterKeyId }: z.output<typeof encryption>) {
  return { Status: 'ENABLED', SSEType, KMSMasterKeyArn: KMSMasterKeyId };
}

function viewOf(given: z.output<typeof stream> | undefined) {
  if (!given?.StreamEnabled) return undefined;
  if (given.StreamViewType) return given.StreamViewType;
  throw invalid('StreamViewType is required when StreamEnabled is true');
}

function update(tables: Tables, table: Table, input: z.output<typeof change>): Table {
  const { BillingMode, DeletionProtectionEnabled, ProvisionedThroughput, OnDemandThroughput, ...rest } = input;
  const { WarmThroughput, TableClass } = rest;
  const given = { ProvisionedThroughput, OnDemandThroughput, WarmThroughput, TableClass };
  const changed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const next = tables.set(table, {
    billing: BillingMode ?? table.billing,
    deletionProtected: DeletionProtectionEnabled ?? table.deletionProtected,
    settings: { ...table.settings, ...changed },
  });
  return updateIndexes(tables, updateStream(tables, next, rest.StreamSpecification), input);
}

function updateStream(tables: Tables, table: Table, given: z.output<typeof stream> | undefined): Table {
  if (!given) return table;
  if (given.StreamEnabled && table.stream) throw inUse(`Table already has an enabled stream: TableName: ${table.name}`);
  if (!given.StreamEnabled && !table.stream) {
    throw invalid(`Table is already without a stream: TableName: ${table.name}`);
  }
  return tables.setStream(table, viewOf(given));
}

function updateIndexes(tables: Tables, table: Table, input: z.output<typeof change>): Table {
  let next = table;
  for (const { Create, Delete } of input.GlobalSecondaryIndexUpdates ?? []) {
    if (Create) next = addIndex(tables, next, Create, input.AttributeDefinitions ?? []);
    if (Delete) next = dropIndex(tables, next, Delete.IndexName);
  }
  return next;
}

/** Adds an index whose keys may bring attribute types of their own. */
export function addIndex(
  tables: Tables,
  table: Table,
  given: z.output<typeof define.globalIndex>,
  attributes: z.output<typeof define.attributes>,
): Table {
  const index = define.readIndex('global', given);
  const schemas = [table.keys, index.keys, ...table.indexes.map((one) => one.keys)];
  const added = Object.fromEntries(attributes.map((one) => [one.AttributeName, one.AttributeType]));
  const types = define.usedTypes({ ...table.types, ...added }, schemas);
  define.checkIndexes(table.keys, [...table.indexes, index]);
  define.checkAttributes(types, schemas);
  return tables.addIndex(table, index, types);
}

function dropIndex(tables: Tables, table: Table, name: string): Table {
  if (table.indexes.some((one) => one.name === name && one.kind === 'global')) return tables.dropIndex(table, name);
  throw invalid(`The table does not have the specified index: ${name}`);
}
