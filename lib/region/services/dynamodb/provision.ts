/** Making a table what a template wants, for both resource types. */
import * as z from 'zod';
import { AwsError, type Provisioned, type ResourcePlace } from '../../service.ts';
import { flag } from '../../shape.ts';
import type { Data } from './data.ts';
import * as define from './define.ts';
import { addIndex } from './operations-table.ts';
import type { StreamView, Table } from './table.ts';
import type { Tables } from './tables.ts';

const policy = z.strictObject({ PolicyDocument: z.record(z.string(), z.unknown()) });

export const sharedProperties = {
  recovery: z.strictObject({
    PointInTimeRecoveryEnabled: flag.optional(),
    RecoveryPeriodInDays: z.number().optional(),
  }),
  timeToLive: z.strictObject({ Enabled: flag, AttributeName: z.string().optional() }),
  insights: z.strictObject({ Enabled: flag, Mode: z.string().optional() }),
  policy,
};

/** What both resource types want of a table. */
export interface Wanted {
  definition: define.Definition;
  stream: StreamView | undefined;
  ttl: string | undefined;
  pointInTimeRecovery: boolean;
  settings: Record<string, unknown>;
  policy: object | undefined;
  streamPolicy: object | undefined;
}

/** Makes the table what is wanted, whether it is there or not, so that a repeated verb does no harm. */
export function provision(data: Data, tables: Tables, name: string, wanted: Wanted): Provisioned {
  const { region, catalog } = data;
  const table = region.store.transaction(() => {
    const known = catalog.find(name);
    const made = known ?? tables.create(name, wanted.definition, wanted.stream, wanted.settings);
    return bring(tables, made, wanted);
  });
  region.resourcePolicy(table.arn, 'ResourcePolicy', wanted.policy);
  if (table.stream) region.resourcePolicy(table.stream.arn, 'ResourcePolicy', wanted.streamPolicy);
  const stream = table.stream ? { StreamArn: table.stream.arn } : {};
  return { ref: name, attributes: { Arn: table.arn, TableId: table.id, ...stream } };
}

/** Brings an existing table to what is wanted; throws for what CloudFormation would replace the table for. */
function bring(
  tables: Tables,
  table: Table,
  { definition, stream, ttl, pointInTimeRecovery, settings }: Wanted,
): Table {
  const read = define.readDefinition(definition);
  refuseReplacement(table, read);
  let next = tables.set(table, {
    billing: read.billing,
    deletionProtected: read.deletionProtected,
    tags: read.tags,
    settings: { ...read.settings, ...settings },
    pointInTimeRecovery,
  });
  next = tables.setStream(next, stream);
  next = bringIndexes(tables, next, definition);
  return next.ttl === ttl ? next : tables.setTimeToLive(next, ttl);
}

function bringIndexes(tables: Tables, table: Table, definition: define.Definition): Table {
  const globals = table.indexes.filter((one) => one.kind === 'global');
  const wanted = new Map(definition.GlobalSecondaryIndexes.map((one) => [one.IndexName, one]));
  const stale = globals.filter((one) => !wanted.has(one.name) || differs(one, wanted.get(one.name)!));
  let next = table;
  for (const { name } of stale) next = tables.dropIndex(next, name);
  for (const [name, index] of wanted) {
    if (next.indexes.some((one) => one.name === name)) continue;
    next = addIndex(tables, next, index, definition.AttributeDefinitions);
  }
  return next;
}

function differs(index: Table['indexes'][number], given: define.Definition['GlobalSecondaryIndexes'][number]): boolean {
  const { keys, projection } = define.readIndex('global', given);
  return JSON.stringify([index.keys, index.projection]) !== JSON.stringify([keys, projection]);
}

function refuseReplacement(table: Table, read: ReturnType<typeof define.readDefinition>): void {
  const locals = (indexes: Table['indexes']) =>
    indexes.filter((one) => one.kind === 'local').map(({ name, keys }) => [name, keys]);
  const before = JSON.stringify([table.keys, locals(table.indexes)]);
  if (before === JSON.stringify([read.keys, locals(read.indexes)])) return;
  throw cannotReplace(table.name, 'its keys or local indexes');
}

export function refuseRename(current: Provisioned, name: string, place: ResourcePlace): void {
  if (name !== current.ref) throw cannotReplace(`${current.ref} (${place.logicalId})`, `its name to ${name}`);
}

function cannotReplace(name: string, what: string): AwsError {
  const advice =
    'which would replace it and lose its items; give the resource another logical id, or start with an empty data folder';
  return new AwsError('ValidationError', `The template changes of table ${name} ${what}, ${advice}`);
}

export function drop(data: Data, tables: Tables, name: string): void {
  const table = data.catalog.find(name);
  if (table) tables.remove(table);
}
