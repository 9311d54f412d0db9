/**
 * TransactWriteItems and TransactGetItems: all or nothing.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 */
import { createHash } from 'node:crypto';
import { AwsError, type Call, type Operation } from '../../service.ts';
import { operation } from '../../shape.ts';
import { consumedByTable, readUnits, writeUnits } from './capacity.ts';
import type { Data } from './data.ts';
import { invalid } from './errors.ts';
import { getOne } from './read-one.ts';
import * as shapes from './shapes.ts';
import { itemSize } from './size.ts';
import { keyOf } from './table.ts';
import { writeItem } from './text.ts';
import { Tokens } from './tokens.ts';
import type { Item } from './value.ts';
import { perform, planCheck, planDelete, planPut, planUpdate, type Write } from './write.ts';

const largestTransaction = 4 * 1024 * 1024;

interface Reason {
  Code: string;
  Message?: string;
  Item?: unknown;
}

export function transactOperations(data: Data): Record<string, Operation> {
  const tokens = new Tokens(data.region);
  return {
    ...operation('TransactWriteItems', shapes.transactWrite, (input, call) => {
      const { ClientRequestToken: token, ReturnConsumedCapacity: wanted } = input;
      refuseNumber(input.TransactItems.length);
      const writes = input.TransactItems.map((item) => plan(data, call, item));
      refuseSameItem(writes);
      return data.region.store.transaction(() => {
        const digest = createHash('sha256')
          .update(writeItem(input.TransactItems as unknown as Item))
          .digest('hex');
        if (token && tokens.seen(token, digest)) return {};
        const units = performAll(data, writes);
        if (token) tokens.remember(token, digest);
        return consumedByTable(wanted, units);
      });
    }),
    ...operation('TransactGetItems', shapes.transactGet, (input, call) => {
      refuseNumber(input.TransactItems.length);
      const context = { 'dynamodb:EnclosingOperation': 'TransactGetItems' };
      const found = input.TransactItems.map(({ Get }) => getOne(data, call, Get, context));
      refuseSameItem(input.TransactItems.map(({ Get }, at) => ({ table: found[at]!.table, key: Get.Key as Item })));
      const units = new Map<string, number>();
      for (const { table, item } of found) {
        add(units, table.name, 2 * readUnits(item ? itemSize(item.whole) : 0, true));
      }
      return {
        Responses: found.map(({ item }) => (item ? { Item: item.shown } : {})),
        ...consumedByTable(input.ReturnConsumedCapacity, units),
      };
    }),
  };
}

function plan(data: Data, call: Call, item: shapes.TransactItem): Write {
  const given = Object.values(item).filter((action) => action !== undefined);
  if (given.length !== 1) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const context = { 'dynamodb:EnclosingOperation': 'TransactWriteItems' };
  if (item.Put) return planPut(data, call, item.Put, context);
  if (item.Update) return planUpdate(data, call, item.Update, context);
  if (item.Delete) return planDelete(data, call, item.Delete, context);
  return planCheck(data, call, item.ConditionCheck!, context);
}

/** Does every write or, when any fails, none, and says of each why. */
function performAll(data: Data, writes: Write[]): Map<string, number> {
  const units = new Map<string, number>();
  let bytes = 0;
  const reasons = writes.map((write): Reason => {
    try {
      const { before, after } = perform(data, write);
      bytes += itemSize(after ?? write.key);
      add(units, write.table.name, 2 * writeUnits(before, after));
      return { Code: 'None' };
    } catch (error) {
      return reasonOf(error);
    }
  });
  if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
  if (bytes > largestTransaction) throw invalid('Transaction size exceeded 4 MB: put less into one transaction');
  return units;
}

function add(units: Map<string, number>, table: string, more: number): void {
  units.set(table, (units.get(table) ?? 0) + more);
}

function reasonOf(error: unknown): Reason {
  if (!(error instanceof AwsError)) throw error;
  const { code, message, members } = error;
  if (code === 'ConditionalCheckFailedException')
    return { Code: 'ConditionalCheckFailed', Message: message, ...members };
  if (code === 'ValidationException') return { Code: 'ValidationError', Message: message };
  throw error;
}

function cancelled(reasons: Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsError('TransactionCanceledException', message, 400, { CancellationReasons: reasons });
}

function refuseNumber(number: number): void {
  if (number >= 1 && number <= 100) return;
  const constraint = number === 0 ? 'greater than or equal to 1' : 'less than or equal to 100';
  throw invalid(
    `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${constraint}`,
  );
}

function refuseSameItem(writes: Pick<Write, 'table' | 'key'>[]): void {
  const places = writes.map(({ table, key }) => `${table.name} ${writeItem(keyOf(key, table.keys))}`);
  if (new Set(places).size === places.length) return;
  throw invalid('Transaction request cannot include multiple operations on one item');
}
