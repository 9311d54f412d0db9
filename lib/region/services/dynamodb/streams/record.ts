/** A record as GetRecords gives it. */
import { createHash } from 'node:crypto';
import { sequenceText } from './iterator.ts';
import type { RecordRow, StreamRow } from './rows.ts';

export function toRecord({ sequence, at, record }: RecordRow, stream: StreamRow, awsRegion: string) {
  const { keys, before, after, bytes, by, event } = record;
  return {
    eventID: createHash('md5').update(`${stream.arn}#${sequence}`).digest('hex'),
    eventName: event,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion,
    dynamodb: {
      // Streams give the time to the second.
      ApproximateCreationDateTime: new Date(Math.floor(at / 1000) * 1000),
      Keys: keys,
      ...(after ? { NewImage: after } : {}),
      ...(before ? { OldImage: before } : {}),
      SequenceNumber: sequenceText(sequence),
      SizeBytes: bytes,
      StreamViewType: stream.view,
    },
    ...(by ? { userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' } } : {}),
  };
}
