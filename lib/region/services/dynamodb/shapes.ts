/** Members that many requests have. Items and values are checked by `value.ts`, in AWS's words. */
import * as z from 'zod';

const placeholders = {
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: z.record(z.string(), z.unknown()).optional(),
};

const table = { TableName: z.string().min(1) };
const oldOnFailure = { ReturnValuesOnConditionCheckFailure: z.enum(['NONE', 'ALL_OLD']).optional() };
const conditional = { ConditionExpression: z.string().optional(), ...placeholders, ...oldOnFailure };
export const metered = { ReturnConsumedCapacity: z.enum(['NONE', 'TOTAL', 'INDEXES']).optional() };
const alone = { ...metered, ReturnItemCollectionMetrics: z.literal('NONE').optional() };
const oldOrNone = { ReturnValues: z.enum(['NONE', 'ALL_OLD']).default('NONE') };
const any = { ReturnValues: z.enum(['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']).default('NONE') };

const put = { ...table, Item: z.unknown(), ...conditional };
const remove = { ...table, Key: z.unknown(), ...conditional };
const update = { ...remove, UpdateExpression: z.string().optional() };

export const putItem = z.strictObject({ ...put, ...oldOrNone, ...alone });
export const deleteItem = z.strictObject({ ...remove, ...oldOrNone, ...alone });
export const updateItem = z.strictObject({ ...update, ...any, ...alone });

const projected = {
  ProjectionExpression: z.string().optional(),
  ExpressionAttributeNames: placeholders.ExpressionAttributeNames,
};

export const getItem = z.strictObject({
  ...table,
  Key: z.unknown(),
  ConsistentRead: z.boolean().optional(),
  ...projected,
  ...metered,
});

const read = {
  ...table,
  IndexName: z.string().optional(),
  Select: z.enum(['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT']).optional(),
  FilterExpression: z.string().optional(),
  ProjectionExpression: z.string().optional(),
  ...placeholders,
  ConsistentRead: z.boolean().optional(),
  Limit: z.int().min(1).optional(),
  ExclusiveStartKey: z.unknown().optional(),
  ...metered,
};

export const query = z.strictObject({
  ...read,
  KeyConditionExpression: z.string().optional(),
  ScanIndexForward: z.boolean().default(true),
});

export const scan = z.strictObject({
  ...read,
  Segment: z.int().min(0).max(999_999).optional(),
  TotalSegments: z.int().min(1).max(1_000_000).optional(),
});

export const transactWrite = z.strictObject({
  TransactItems: z.array(
    z.strictObject({
      Put: z.strictObject(put).optional(),
      Update: z.strictObject(update).optional(),
      Delete: z.strictObject(remove).optional(),
      ConditionCheck: z.strictObject(remove).optional(),
    }),
  ),
  ClientRequestToken: z.string().min(1).max(36).optional(),
  ...alone,
});

export const transactGet = z.strictObject({
  TransactItems: z.array(z.strictObject({ Get: z.strictObject({ ...table, Key: z.unknown(), ...projected }) })),
  ...metered,
});

export const batchGet = z.strictObject({
  RequestItems: z.record(
    z.string(),
    z.strictObject({ Keys: z.array(z.unknown()), ConsistentRead: z.boolean().optional(), ...projected }),
  ),
  ...metered,
});

export const batchWrite = z.strictObject({
  RequestItems: z.record(
    z.string(),
    z.array(
      z.strictObject({
        PutRequest: z.strictObject({ Item: z.unknown() }).optional(),
        DeleteRequest: z.strictObject({ Key: z.unknown() }).optional(),
      }),
    ),
  ),
  ...alone,
});

export type Read = z.output<typeof query> | z.output<typeof scan>;
export type TransactItem = z.output<typeof transactWrite>['TransactItems'][number];
