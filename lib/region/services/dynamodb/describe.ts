/** A table as DescribeTable shows it. */
import type { Items } from './items.ts';
import { keySchemaOf } from './streams/rows.ts';
import type { Index, Table } from './table.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html */
export function describe(table: Table, { items, bytes }: ReturnType<Items['count']>, status = 'ACTIVE') {
  const indexes = (kind: Index['kind']) => {
    const some = table.indexes.filter((one) => one.kind === kind);
    return some.length > 0 ? some.map((one) => describeIndex(table, one)) : undefined;
  };
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: status,
    CreationDateTime: new Date(table.createdAt),
    KeySchema: keySchemaOf(table.keys),
    AttributeDefinitions: Object.entries(table.types).map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    LocalSecondaryIndexes: indexes('local'),
    GlobalSecondaryIndexes: indexes('global'),
    ItemCount: items,
    TableSizeBytes: bytes,
    DeletionProtectionEnabled: table.deletionProtected,
    ...billingOf(table),
    ...streamOf(table),
    ...settingsOf(table),
  };
}

function describeIndex(table: Table, { kind, name, keys, projection, settings }: Index) {
  const { type: ProjectionType, attributes: NonKeyAttributes } = projection;
  return {
    IndexName: name,
    IndexArn: `${table.arn}/index/${name}`,
    KeySchema: keySchemaOf(keys),
    Projection: NonKeyAttributes ? { ProjectionType, NonKeyAttributes } : { ProjectionType },
    ...(kind === 'global' ? { IndexStatus: 'ACTIVE', ...settings } : {}),
  };
}

function billingOf({ billing, settings }: Table) {
  const provisioned = settings.ProvisionedThroughput ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  const summary = billing === 'PAY_PER_REQUEST' ? { BillingModeSummary: { BillingMode: billing } } : {};
  return { ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...provisioned }, ...summary };
}

function streamOf({ stream }: Table) {
  if (!stream) return {};
  return {
    StreamSpecification: { StreamEnabled: true, StreamViewType: stream.view },
    LatestStreamLabel: stream.label,
    LatestStreamArn: stream.arn,
  };
}

function settingsOf({ settings }: Table) {
  const { OnDemandThroughput, WarmThroughput, TableClass, SSEDescription } = settings;
  return { OnDemandThroughput, WarmThroughput, TableClassSummary: TableClass && { TableClass }, SSEDescription };
}
