/** What the operations on items share. */
import { AwsError, type Call, type ConditionContext, type Region } from '../../service.ts';
import { authorizeKey, refusedAs } from '../kms/via.ts';
import { Catalog } from './catalog.ts';
import { notFound } from './errors.ts';
import { Items } from './items.ts';
import { StreamLog } from './streams/log.ts';
import type { Table } from './table.ts';
import { content, type Item } from './value.ts';

export interface Data {
  region: Region;
  catalog: Catalog;
  items: Items;
  log: StreamLog;
}

export function dataOf(region: Region): Data {
  const log = new StreamLog(region);
  return { region, catalog: new Catalog(region), items: new Items(region, log), log };
}

/**
 * Authorises an action on a table, or on its index, and returns the table. `context` gives the condition keys, which
 * depend on the table's keys. A caller without the right does not learn whether the table exists.
 */
export function tableFor(
  { catalog, region }: Data,
  call: Call,
  action: string,
  target: { TableName: string; IndexName?: string | undefined },
  context: (table: Table) => ConditionContext = () => ({}),
): Table {
  const table = catalog.find(target.TableName);
  const arn = catalog.arn(target.TableName);
  const resource = target.IndexName ? `${arn}/index/${target.IndexName}` : arn;
  call.authorize(`dynamodb:${action}`, resource, table ? context(table) : {});
  if (!table) throw notFound();
  authorizeTableKey(region, call, table);
  return table;
}

/**
 * A table's own key opens with the customer's key, also for writes, and in the name of who asks.
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html
 */
export function authorizeTableKey(region: Region, call: Call, { name, settings }: Table): void {
  const keyId = (settings.SSEDescription as { KMSMasterKeyArn?: string } | undefined)?.KMSMasterKeyArn;
  if (!keyId) return;
  const context = { 'aws:dynamodb:tableName': name, 'aws:dynamodb:subscriberId': region.account };
  refusedAs(keyRefused, () =>
    authorizeKey(region, call, { service: 'dynamodb', keyId, actions: ['Decrypt'], context }),
  );
}

const keyRefused = ({ code, message }: AwsError): AwsError =>
  new AwsError('AccessDeniedException', `KMS key access denied error: ${code}: ${message}`);

/** `dynamodb:LeadingKeys` of a request that names these items. */
export function leadingKeys(table: Table, items: readonly Item[]): string[] {
  return [...new Set(items.map((item) => keyText(item, table)).filter((text) => text !== undefined))];
}

function keyText(item: Item, table: Table): string | undefined {
  const value = item[table.keys.hash];
  const held = value && content(value, table.types[table.keys.hash]!);
  return ArrayBuffer.isView(held) ? Buffer.from(held as Uint8Array).toString('base64') : (held as string | undefined);
}
