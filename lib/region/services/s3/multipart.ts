/**
 * Multipart uploads.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Call, Operation } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import { bucketArn, objectArn } from './buckets.ts';
import { type Algorithm, algorithms, checksum, composite, verify } from './checksum.ts';
import { invalidArgument, s3Error } from './errors.ts';
import { addVersion, describe, writable, written } from './put.ts';
import * as shapes from './shapes.ts';
import { authorizeObject, type State } from './state.ts';
import { type Part, type Upload, Uploads } from './uploads.ts';

/** Every part but the last is at least this large. */
const smallestPart = 5 * 1024 * 1024;

const create = z.strictObject({
  ...shapes.object,
  ...shapes.describing,
  ...shapes.locking,
  ChecksumAlgorithm: z.enum(algorithms).optional(),
  ChecksumType: z.enum(['COMPOSITE', 'FULL_OBJECT']).optional(),
});
const upload = { ...shapes.object, UploadId: z.string() };
const uploadPart = z.strictObject({
  ...upload,
  ...shapes.body,
  ...shapes.checksums,
  PartNumber: integer,
  ContentLength: integer.optional(),
});
const { ContentMD5: _md5, ChecksumAlgorithm: _algorithm, ...sums } = shapes.checksums;
const complete = z.strictObject({
  ...upload,
  ...sums,
  ...shapes.writeConditions,
  ChecksumType: z.enum(['COMPOSITE', 'FULL_OBJECT']).optional(),
  MpuObjectSize: integer.optional(),
  MultipartUpload: z.strictObject({
    Parts: z.array(z.strictObject({ PartNumber: integer, ETag: z.string(), ...sums })).min(1),
  }),
});
const listParts = z.strictObject({ ...upload, MaxParts: integer.default(1000), PartNumberMarker: integer.default(0) });
const listUploads = z.strictObject({ ...shapes.bucket, Prefix: z.string().default('') });

type Complete = z.output<typeof complete>;

export function multipartOperations(state: State): Record<string, Operation> {
  const uploads = new Uploads(state.region, state.bodies);
  const { region, bodies } = state;
  return {
    ...operation('CreateMultipartUpload', create, (input, call) => {
      const bucket = writable(state, call, input);
      const { Bucket, Key, ChecksumAlgorithm: algorithm, ChecksumType: type = 'COMPOSITE' } = input;
      const detail = describe(bucket, input, region.clock.now());
      const { id } = uploads.add({ bucket: Bucket, key: Key, algorithm, type, detail });
      const sum = algorithm ? { ChecksumAlgorithm: algorithm, ChecksumType: type } : {};
      return { Bucket, Key, UploadId: id, ...sum };
    }),
    ...operation('UploadPart', uploadPart, async (input, call) => {
      const at = objectArn(input.Bucket, input.Key);
      call.authorize('s3:PutObject', at);
      const found = uploads.get(input);
      authorizeObject(region, call, 'GenerateDataKey', found.detail.encryption, at);
      const number = checkNumber(input.PartNumber);
      const content = input.Body ?? new Uint8Array();
      const sum = verify(content, { ...input, ChecksumAlgorithm: input.ChecksumAlgorithm ?? found.algorithm });
      const etag = createHash('md5').update(content).digest('hex');
      await bodies.store(content, (piece) =>
        uploads.addPart(uploads.get(input), {
          ...piece,
          number,
          etag,
          checksum: sum?.value,
          modified: region.clock.now(),
        }),
      );
      return { ETag: `"${etag}"`, ...(sum ? { [`Checksum${sum.algorithm}`]: sum.value } : {}) };
    }),
    ...operation('CompleteMultipartUpload', complete, (input, call) => finish(state, uploads, input, call)),
    ...operation('AbortMultipartUpload', z.strictObject(upload), (input, call) => {
      call.authorize('s3:AbortMultipartUpload', objectArn(input.Bucket, input.Key));
      uploads.remove(uploads.get(input));
    }),
    ...operation('ListParts', listParts, (input, call) => {
      call.authorize('s3:ListMultipartUploadParts', objectArn(input.Bucket, input.Key));
      return shownParts(uploads.get(input), uploads, input);
    }),
    ...operation('ListMultipartUploads', listUploads, ({ Bucket, Prefix }, call) => {
      call.authorize('s3:ListBucketMultipartUploads', bucketArn(Bucket));
      const { name } = state.buckets.get(Bucket);
      const found = uploads.of(name).filter((one) => one.key.startsWith(Prefix));
      const shown = found.map(({ key, id, initiated }) => ({ Key: key, UploadId: id, Initiated: new Date(initiated) }));
      return { Bucket, Prefix, IsTruncated: false, Uploads: shown };
    }),
  };
}

function checkNumber(number: number): number {
  if (number >= 1 && number <= 10_000) return number;
  throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
}

function finish(state: State, uploads: Uploads, input: Complete, call: Call) {
  call.authorize('s3:PutObject', objectArn(input.Bucket, input.Key));
  const bucket = state.buckets.get(input.Bucket);
  const upload = uploads.get(input);
  const parts = chosenParts(uploads.parts(upload), input);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const made = { size, etag: etagOf(parts), detail: { ...upload.detail, ...contentOf(state, upload, parts, input) } };
  const version = state.region.store.transaction(() => {
    const cause = { type: 'Object Created', reason: 'CompleteMultipartUpload' } as const;
    const added = addVersion(state, bucket, input, made, cause, call);
    uploads.remove(upload);
    return added;
  });
  const Location = `${state.region.endpoint}/${input.Bucket}/${encodeURIComponent(input.Key)}`;
  return { Location, Bucket: input.Bucket, Key: input.Key, ...written(bucket, version) };
}

/** The parts that the request names, in its order. Throws InvalidPart, InvalidPartOrder, EntityTooSmall. */
function chosenParts(stored: Part[], { MultipartUpload: { Parts } }: Complete): Part[] {
  const chosen = Parts.map(({ PartNumber, ETag }) => {
    const part = stored.find((one) => one.number === PartNumber && one.etag === ETag.replaceAll('"', ''));
    if (part) return part;
    const message =
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
    throw s3Error('InvalidPart', 400, message, { PartNumber });
  });
  if (chosen.some((part, at) => at > 0 && part.number <= chosen[at - 1]!.number)) {
    throw s3Error(
      'InvalidPartOrder',
      400,
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  }
  const small = chosen.slice(0, -1).find((part) => part.size < smallestPart);
  if (!small) return chosen;
  const members = {
    ProposedSize: small.size,
    MinSizeAllowed: smallestPart,
    PartNumber: small.number,
    ETag: small.etag,
  };
  throw s3Error('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', members);
}

function etagOf(parts: Part[]): string {
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
  return `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
}

function contentOf({ bodies }: State, { algorithm, type }: Upload, parts: Part[], input: Complete) {
  const pieces = parts.map(({ digest, size }) => ({ digest, size }));
  const content = { pieces, parts: parts.map((part) => part.size) };
  if (!algorithm) return content;
  const value =
    type === 'FULL_OBJECT' ? checksum(algorithm, bodies.each(pieces)) : composite(algorithm, sumsOf(parts, algorithm));
  const given = input[`Checksum${algorithm}`];
  if (given !== undefined && given !== value) {
    throw s3Error('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { ...content, checksum: { algorithm, value, type } };
}

function sumsOf(parts: Part[], algorithm: Algorithm): string[] {
  return parts.map(({ checksum: value, number }) => {
    if (value !== undefined) return value;
    throw s3Error('InvalidPart', 400, `Part ${number} was uploaded without a ${algorithm} checksum`);
  });
}

function shownParts(upload: Upload, uploads: Uploads, input: z.output<typeof listParts>) {
  const rest = uploads.parts(upload).filter((part) => part.number > input.PartNumberMarker);
  const page = rest.slice(0, input.MaxParts);
  return {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: String(input.PartNumberMarker),
    MaxParts: input.MaxParts,
    IsTruncated: rest.length > page.length,
    ...(rest.length > page.length ? { NextPartNumberMarker: String(page.at(-1)?.number) } : {}),
    Parts: page.map(({ number, etag, size, modified }) => ({
      PartNumber: number,
      LastModified: new Date(modified),
      ETag: `"${etag}"`,
      Size: size,
    })),
    StorageClass: 'STANDARD',
  };
}
