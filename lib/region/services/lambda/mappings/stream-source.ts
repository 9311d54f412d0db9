/** Reading one DynamoDB stream as the function's role, from a place that outlives a kill. */
import type { Records } from '../../../records.ts';
import { AwsError, type Region } from '../../../service.ts';
import { toWire } from '../../../wire/members.ts';
import type { Mapping } from './mapping.ts';

/** A record as the function gets it. */
export interface StreamRecord {
  dynamodb: { SequenceNumber: string; ApproximateCreationDateTime: number };
  [member: string]: unknown;
}

/** Where a mapping stands: after this sequence number, or before the first record. */
export interface Checkpoint {
  after: string | undefined;
}

export interface StreamSource {
  shardId(): Promise<string>;
  /** Records after the last ones read, at most `limit`; none when there are none now. */
  read(limit: number): Promise<StreamRecord[]>;
}

type Call = (operation: string, input: object) => ReturnType<Region['call']>;

function caller(region: Region, role: string): Call {
  return (operation, input) => region.call(region.role(role), 'dynamodb', operation, input);
}

export function streamSource(region: Region, role: string, mapping: Mapping, at: Checkpoint): StreamSource {
  const call = caller(region, role);
  const StreamArn = mapping.EventSourceArn;
  let shard: string | undefined;
  let iterator: string | undefined;
  let { after } = at;

  const shardId = async () => {
    shard ??= await onlyShard(call, StreamArn);
    return shard;
  };
  const open = async (): Promise<string | undefined> => {
    const start = after
      ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }
      : { ShardIteratorType: 'TRIM_HORIZON' };
    const { ShardIterator } = await call('GetShardIterator', { StreamArn, ShardId: await shardId(), ...start });
    return ShardIterator;
  };
  const read = async (limit: number): Promise<StreamRecord[]> => {
    try {
      iterator ??= await open();
      const { Records, NextShardIterator } = await call('GetRecords', { ShardIterator: iterator, Limit: limit });
      iterator = NextShardIterator;
      const records = (Records as object[]).map((record) => shown(record, StreamArn));
      after = records.at(-1)?.dynamodb.SequenceNumber ?? after;
      return records;
    } catch (error) {
      iterator = undefined;
      if (!(error instanceof AwsError)) throw error;
      if (error.code === 'TrimmedDataAccessException') after = undefined;
      else if (error.code !== 'ExpiredIteratorException') throw error;
      return await read(limit);
    }
  };
  return { shardId, read };
}

async function onlyShard(call: Call, StreamArn: string): Promise<string> {
  const { StreamDescription } = await call('DescribeStream', { StreamArn });
  const [shard, ...others] = StreamDescription.Shards as { ShardId: string }[];
  if (shard && others.length === 0) return shard.ShardId;
  throw new Error(`${StreamArn} has ${others.length + 1} shards; the local region reads streams of one`);
}

const shown = (record: object, eventSourceARN: string) => ({ ...(toWire(record) as StreamRecord), eventSourceARN });

/**
 * Where a new mapping begins. LATEST is found by walking to the end, so that it is a place that can be stored: what is
 * written after this moment is read, also when the region is killed in between.
 */
export async function startingPlace(region: Region, role: string, mapping: Mapping): Promise<Checkpoint> {
  await caller(region, role)('ListStreams', {});
  const source = streamSource(region, role, mapping, { after: undefined });
  await source.shardId();
  let after: string | undefined;
  for (let records = await source.read(1000); records.length; records = await source.read(1000)) {
    if (mapping.StartingPosition === 'TRIM_HORIZON') return { after: undefined };
    after = records.at(-1)?.dynamodb.SequenceNumber;
  }
  return { after };
}

export type Checkpoints = Records<Checkpoint>;
