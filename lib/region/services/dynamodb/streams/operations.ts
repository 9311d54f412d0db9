/**
 * DynamoDB Streams.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html
 */
import * as z from 'zod';
import { AwsError, type Call, type Operation } from '../../../service.ts';
import { operation } from '../../../shape.ts';
import { authorizeTableKey, type Data } from '../data.ts';
import { notFound } from '../errors.ts';
import { readIterator, sequenceOf, sequenceText, shardId, writeIterator } from './iterator.ts';
import { toRecord } from './record.ts';
import { type StreamRow, StreamRows } from './rows.ts';

const describe = z.strictObject({
  StreamArn: z.string(),
  Limit: z.int().min(1).max(100).optional(),
  ExclusiveStartShardId: z.string().optional(),
});

const list = z.strictObject({
  TableName: z.string().optional(),
  Limit: z.int().min(1).max(100).default(100),
  ExclusiveStartStreamArn: z.string().optional(),
});

const getIterator = z.strictObject({
  StreamArn: z.string(),
  ShardId: z.string(),
  ShardIteratorType: z.enum(['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']),
  SequenceNumber: z.string().optional(),
});

const getRecords = z.strictObject({ ShardIterator: z.string(), Limit: z.int().min(1).max(1000).default(1000) });

export function streamOperations({ region, catalog }: Data): Record<string, Operation> {
  const rows = new StreamRows(region);

  function find(arn: string): StreamRow {
    const stream = rows.stream(arn);
    if (!stream) throw notFound(`Stream: ${arn} not found`);
    return stream;
  }

  function startOf(stream: StreamRow, input: z.output<typeof getIterator>): number {
    if (input.ShardId !== shardId(stream.label)) throw notFound(`Shard: ${input.ShardId} in Stream ${stream.arn}`);
    if (input.ShardIteratorType === 'TRIM_HORIZON') return rows.trim(stream);
    if (input.ShardIteratorType === 'LATEST') return rows.last(stream.arn);
    const given = sequenceOf(input.SequenceNumber ?? '');
    const after = input.ShardIteratorType === 'AFTER_SEQUENCE_NUMBER' ? given : given - 1;
    if (after < rows.trim(stream)) throw trimmed();
    return after;
  }

  function records({ ShardIterator, Limit }: z.output<typeof getRecords>, call: Call) {
    const now = region.clock.now();
    const position = readIterator(ShardIterator, now);
    call.authorize('dynamodb:GetRecords', position.stream);
    const stream = find(position.stream);
    const table = catalog.find(stream.table);
    // A stream that has outlived its table is still readable.
    if (table) authorizeTableKey(region, call, table);
    if (position.after < rows.trim(stream)) throw trimmed();
    const found = rows.after(position.stream, position.after, Limit);
    const after = found.at(-1)?.sequence ?? position.after;
    const ended = stream.closed !== null && after >= rows.last(stream.arn);
    const next = ended ? {} : { NextShardIterator: writeIterator({ stream: stream.arn, after, at: now }) };
    return { Records: found.map((row) => toRecord(row, stream, region.name)), ...next };
  }

  return {
    ...operation('DescribeStream', describe, ({ StreamArn }, call) => {
      call.authorize('dynamodb:DescribeStream', StreamArn);
      return { StreamDescription: description(find(StreamArn), rows.last(StreamArn)) };
    }),
    ...operation('ListStreams', list, (input, call) => {
      call.authorize('dynamodb:ListStreams', '*');
      const all = rows.streams(input.TableName, input.ExclusiveStartStreamArn ?? '');
      const page = all.slice(0, input.Limit);
      const last = all.length > page.length ? { LastEvaluatedStreamArn: page.at(-1)?.arn } : {};
      return { Streams: page.map(summary), ...last };
    }),
    ...operation('GetShardIterator', getIterator, (input, call) => {
      call.authorize('dynamodb:GetShardIterator', input.StreamArn);
      const after = startOf(find(input.StreamArn), input);
      return { ShardIterator: writeIterator({ stream: input.StreamArn, after, at: region.clock.now() }) };
    }),
    ...operation('GetRecords', getRecords, records),
  };
}

function trimmed() {
  const message =
    'The operation attempted to read past the oldest stream record in a shard. Start again at TRIM_HORIZON';
  return new AwsError('TrimmedDataAccessException', message);
}

function summary({ arn, table, label }: StreamRow) {
  return { StreamArn: arn, TableName: table, StreamLabel: label };
}

function description(stream: StreamRow, last: number) {
  const ending = stream.closed === null ? {} : { EndingSequenceNumber: sequenceText(last) };
  return {
    ...summary(stream),
    StreamStatus: stream.closed === null ? 'ENABLED' : 'DISABLED',
    StreamViewType: stream.view,
    CreationRequestDateTime: new Date(stream.created),
    KeySchema: stream.keySchema,
    Shards: [
      {
        ShardId: shardId(stream.label),
        SequenceNumberRange: { StartingSequenceNumber: sequenceText(stream.trimmed + 1), ...ending },
      },
    ],
  };
}
