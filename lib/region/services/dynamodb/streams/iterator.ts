/** Sequence numbers and shard iterators, as readers hold them. */
import { AwsError } from '../../../service.ts';
import { invalid } from '../errors.ts';

/** Where a reader stands: it has seen the records up to `after`. `at` is when the iterator was given, in milliseconds. */
export interface Position {
  stream: string;
  after: number;
  at: number;
}

/** Milliseconds for which an iterator can be used. */
const lifetime = 15 * 60 * 1000;

/** The single shard of a stream. */
export function shardId(label: string): string {
  return `shardId-${String(Date.parse(label)).padStart(20, '0')}-00000001`;
}

/** Long enough for the API, and in the order of the numbers also as text. */
export function sequenceText(sequence: number): string {
  return `1${String(sequence).padStart(20, '0')}`;
}

export function sequenceOf(text: string): number {
  if (!/^1\d{20}$/.test(text)) throw invalid(`Invalid SequenceNumber: ${text}`);
  return Number(text.slice(1));
}

export function writeIterator(position: Position): string {
  return `${position.stream}|1|${Buffer.from(JSON.stringify(position)).toString('base64url')}`;
}

/** Throws ExpiredIteratorException 15 minutes after the iterator was given. */
export function readIterator(text: string, now: number): Position {
  const position = parse(text.slice(text.lastIndexOf('|') + 1));
  if (!position) throw invalid('Invalid ShardIterator');
  if (now - position.at <= lifetime) return position;
  throw new AwsError('ExpiredIteratorException', 'Iterator expired 15 minutes after it was given; get another');
}

function parse(encoded: string): Position | undefined {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString());
  } catch {
    return undefined;
  }
}
