/** GetObject, HeadObject, GetObjectAttributes. */
import * as z from 'zod';
import { AwsError, type Call, type Operation } from '../../service.ts';
import { operation } from '../../shape.ts';
import { objectArn } from './buckets.ts';
import { checkRead, partSlice, readRange, type Slice } from './conditions.ts';
import { s3Error } from './errors.ts';
import * as shapes from './shapes.ts';
import { shownChecksum, shownVersion } from './shown.ts';
import { authorizeObject, readable, type State } from './state.ts';
import type { Version } from './versions.ts';

type Get = z.output<typeof shapes.getObject>;

const attributes = z.strictObject({
  ...shapes.version,
  ObjectAttributes: z.array(z.enum(['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'])),
});

export function getOperations(state: State): Record<string, Operation> {
  return {
    ...operation('GetObject', shapes.getObject, (input, call) => {
      const { version, slice, answer } = read(state, input, call);
      const { start, end } = slice ?? { start: 0, end: version.size };
      return { ...answer, Body: state.bodies.read(version.detail.pieces, start, end) };
    }),
    ...operation('HeadObject', shapes.getObject, (input, call) => read(state, input, call).answer),
    ...operation('GetObjectAttributes', attributes, (input, call) => {
      call.authorize('s3:GetObject', objectArn(input.Bucket, input.Key));
      const { bucket, version } = readable(state, call, 'GetObjectAttributes', input);
      refuseMarker(version);
      const { LastModified, VersionId } = {
        VersionId: undefined,
        ...shownVersion(version, Boolean(bucket.versioning)),
      };
      const all = attributesOf(version);
      const asked = input.ObjectAttributes.map((name) => [name, all[name]]);
      return { LastModified, VersionId, ...Object.fromEntries(asked.filter(([, value]) => value !== undefined)) };
    }),
  };
}

function read(state: State, input: Get, call: Call) {
  const { bucket, version } = readable(state, call, 'GetObject', input);
  refuseMarker(version);
  const at = objectArn(input.Bucket, input.Key);
  authorizeObject(state.region, call, 'Decrypt', version.detail.encryption, at);
  checkRead(version, input);
  const slice = sliceOf(input, version);
  const answer = {
    ...shownVersion(version, Boolean(bucket.versioning)),
    ...overridden(input),
    ...(input.ChecksumMode && !slice ? shownChecksum(version.detail) : {}),
    ...(input.PartNumber && version.detail.parts ? { PartsCount: version.detail.parts.length } : {}),
    ...lengthOf(version, slice),
  };
  return { version, slice, answer };
}

/** A delete marker has nothing to read, also for those who name its version. */
function refuseMarker(version: Version): void {
  if (!version.isMarker) return;
  const members = { DeleteMarker: true, VersionId: version.versionId };
  throw s3Error('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.', members);
}

function sliceOf({ PartNumber, Range }: Get, { detail, size }: Version): Slice | undefined {
  if (PartNumber === undefined) return readRange(Range, size);
  if (Range === undefined) return partSlice(detail.parts, PartNumber, size);
  throw new AwsError('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
}

function lengthOf({ size }: Version, slice: Slice | undefined) {
  if (!slice) return { ContentLength: size };
  const { start, end } = slice;
  return { ContentLength: end - start, ContentRange: `bytes ${start}-${end - 1}/${size}` };
}

/** What a presigned URL may ask the answer's headers to say. */
function overridden(input: Get) {
  const names = Object.keys(shapes.standardHeaders) as (keyof typeof shapes.standardHeaders)[];
  const asked = names.map((name) => [name, input[`Response${name}`]] as const);
  return Object.fromEntries(asked.filter(([, value]) => value !== undefined));
}

function attributesOf({ etag, size, detail }: Version): Record<string, unknown> {
  const { ChecksumType: _, ...sum } = { ChecksumType: undefined, ...shownChecksum(detail) };
  return {
    ETag: etag,
    Checksum: detail.checksum && { ...sum, ChecksumType: detail.checksum.type },
    ObjectParts: detail.parts && { TotalPartsCount: detail.parts.length },
    StorageClass: 'STANDARD',
    ObjectSize: size,
  };
}
