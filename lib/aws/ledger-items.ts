import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { canonicalBytes } from '../audit/entry.ts';
import { auditKey } from '../engine/keys.ts';
import type { Change, Expectation, Key, Row, Write } from '../engine/ports.ts';

/** The items of one transaction: the run's head first, its audit entry second, then the rest in the order given. */
export function transactItems(table: string, change: Change): TransactWriteItem[] {
  return [runItem(table, change), auditItem(table, change), ...change.writes.map((write) => writeItem(table, write))];
}

/** One transaction of items that are part of no run. */
export const keptItems = (table: string, writes: readonly Write[]): TransactWriteItem[] =>
  writes.map((write) => writeItem(table, write));

/** The head is compared as a whole: only who has seen the last entry can add the next. */
function runItem(table: string, { run, before, set }: Change): TransactWriteItem {
  if (!before) return writeItem(table, { put: { ...run, ...set }, when: 'absent' });
  return writeItem(table, { key: run, set, when: { head: before } });
}

/** The entry is kept in the very bytes that are hashed, so that nobody has to spell it again to check it. */
function auditItem(table: string, { run, about, entry: { entry, hash } }: Change): TransactWriteItem {
  const text = new TextDecoder().decode(canonicalBytes(entry));
  const row = { ...auditKey(run.pk, entry.seq), ...about, type: entry.type, entry: text, hash };
  return writeItem(table, { put: row, when: 'absent' });
}

function writeItem(table: string, write: Write): TransactWriteItem {
  return 'put' in write ? putItem(table, write.put, write.when) : updateItem(table, write.key, write.set, write.when);
}

function putItem(table: string, row: Row, when?: Expectation): TransactWriteItem {
  const { condition, ...attributes } = conditionOf(when);
  return { Put: { TableName: table, Item: toItem(row), ConditionExpression: condition, ...attributes } };
}

function updateItem(table: string, key: Key, set: Record<string, unknown>, when?: Expectation): TransactWriteItem {
  const names = Object.keys(set).filter((name) => set[name] !== undefined && name !== 'pk' && name !== 'sk');
  const { condition, ExpressionAttributeNames, ExpressionAttributeValues } = conditionOf(when);
  const values = Object.fromEntries(names.map((name, index) => [`:s${index}`, set[name]]));
  return {
    Update: {
      TableName: table,
      Key: marshall(key),
      UpdateExpression: `SET ${names.map((_, index) => `#s${index} = :s${index}`).join(', ')}`,
      ConditionExpression: condition,
      ExpressionAttributeNames: {
        ...ExpressionAttributeNames,
        ...Object.fromEntries(names.map((name, index) => [`#s${index}`, name])),
      },
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ...toItem(values) },
    },
  };
}

interface Condition {
  condition?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** An expectation as a condition expression; a list of values means one of them. */
function conditionOf(when: Expectation | undefined): Condition {
  if (when === undefined) return {};
  if (when === 'absent') return { condition: 'attribute_not_exists(pk)' };
  const names = Object.keys(when);
  const values: Record<string, unknown> = {};
  const clauses = names.map((name, index) => {
    const expected = [when[name]].flat();
    const places = expected.map((_, choice) => `:c${index}_${choice}`);
    for (const [choice, place] of places.entries()) values[place] = expected[choice];
    return `#c${index} IN (${places.join(', ')})`;
  });
  return {
    condition: clauses.join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#c${index}`, name])),
    ExpressionAttributeValues: toItem(values),
  };
}

const toItem = (row: Record<string, unknown>): Record<string, AttributeValue> =>
  marshall(row, { removeUndefinedValues: true });
