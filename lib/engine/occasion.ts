import * as z from 'zod';

/** What makes a run wanted: the name of the occasion, by which the same one is the same run, and the run's input. */
export interface Occasion {
  event: string;
  input: unknown;
}

const envelope = z.object({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  time: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const objectCreated = z.object({
  bucket: z.object({ name: z.string() }),
  object: z.object({ key: z.string(), 'version-id': z.string(), size: z.number(), etag: z.string() }),
});

/**
 * The occasion of an EventBridge event. An object is known by its bucket, key and version, a time of a schedule by
 * itself, any other event by its id: each may be delivered more than once and is the same occasion each time.
 * Throws a ZodError for what is no event.
 */
export function occasionOf(event: unknown): Occasion {
  const { id, source, 'detail-type': type, time, detail } = envelope.parse(event);
  if (source === 'aws.s3') return ofObject(objectCreated.parse(detail));
  if (type === 'Scheduled Event') return { event: JSON.stringify(['schedule', time]), input: { time } };
  return { event: JSON.stringify([source, id]), input: detail };
}

function ofObject({
  bucket,
  object: { key, size, etag, 'version-id': versionId },
}: z.output<typeof objectCreated>): Occasion {
  const input = { bucket: bucket.name, key, versionId, size, etag };
  return { event: JSON.stringify([bucket.name, key, versionId]), input };
}
