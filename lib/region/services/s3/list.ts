/** ListObjectsV2, ListObjects, ListObjectVersions. */
import type { Call, Operation } from '../../service.ts';
import { operation } from '../../shape.ts';
import { bucketArn } from './buckets.ts';
import { invalidArgument } from './errors.ts';
import * as shapes from './shapes.ts';
import type { State } from './state.ts';
import type { Version } from './versions.ts';

/** At most this many keys and prefixes a page. */
const largestPage = 1000;

interface Query {
  Bucket: string;
  Prefix: string;
  Delimiter?: string | undefined;
  EncodingType?: 'url' | undefined;
  MaxKeys: number;
}

interface Page {
  found: Version[];
  prefixes: string[];
  /** The last key or common prefix of the page, and the row it came from; undefined when the page is the last. */
  last?: { name: string; version: Version } | undefined;
}

export function listOperations(state: State): Record<string, Operation> {
  const start = (call: Call, action: string, query: Query) => {
    const context = { 's3:prefix': query.Prefix, ...(query.Delimiter ? { 's3:delimiter': query.Delimiter } : {}) };
    call.authorize(`s3:${action}`, bucketArn(query.Bucket), { ...context, 's3:max-keys': String(query.MaxKeys) });
    state.buckets.get(query.Bucket);
    if (query.MaxKeys < 0) throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647');
  };
  const current = (query: Query, after: string) =>
    page(query, after, state.versions.current(query.Bucket, query.Prefix, after));
  return {
    ...operation('ListObjectsV2', shapes.listObjectsV2, (input, call) => {
      start(call, 'ListBucket', input);
      const after = input.ContinuationToken ? readToken(input.ContinuationToken) : input.StartAfter;
      const { found, prefixes, last } = current(input, after);
      return {
        ...listing(input, found, prefixes, last),
        KeyCount: found.length + prefixes.length,
        ...(input.StartAfter ? { StartAfter: input.StartAfter } : {}),
        ...(input.ContinuationToken ? { ContinuationToken: input.ContinuationToken } : {}),
        ...(last ? { NextContinuationToken: Buffer.from(last.name).toString('base64url') } : {}),
      };
    }),
    ...operation('ListObjects', shapes.listObjects, (input, call) => {
      start(call, 'ListBucket', input);
      const { found, prefixes, last } = current(input, input.Marker);
      const next = last && input.Delimiter ? { NextMarker: encoded(input, last.name) } : {};
      return { ...listing(input, found, prefixes, last), Marker: encoded(input, input.Marker), ...next };
    }),
    ...operation('ListObjectVersions', shapes.listObjectVersions, (input, call) => {
      start(call, 'ListBucketVersions', input);
      const { KeyMarker, VersionIdMarker } = input;
      const from = VersionIdMarker && state.versions.find(input.Bucket, KeyMarker, VersionIdMarker);
      const rows = state.versions.history(input.Bucket, input.Prefix, KeyMarker, from ? from.id : 0);
      const { found, prefixes, last } = page(input, KeyMarker, rows);
      const { Contents: _, ...rest } = listing(input, found, prefixes, last);
      const next = last
        ? { NextKeyMarker: encoded(input, last.name), NextVersionIdMarker: last.version.versionId }
        : {};
      return {
        ...rest,
        KeyMarker: encoded(input, KeyMarker),
        ...(VersionIdMarker ? { VersionIdMarker } : {}),
        Versions: found.filter((one) => !one.isMarker).map((one) => shownVersion(input, one)),
        DeleteMarkers: found.filter((one) => one.isMarker).map((one) => shownMarker(input, one)),
        ...next,
      };
    }),
  };
}

/** Rows up to MaxKeys, those with the same prefix up to the delimiter as one. `after` may be such a prefix. */
function page({ Prefix, Delimiter, MaxKeys }: Query, after: string, rows: Iterable<Version>): Page {
  const limit = Math.min(MaxKeys, largestPage);
  const result: Page = { found: [], prefixes: [] };
  if (limit === 0) return result;
  let last: Page['last'];
  for (const version of rows) {
    const group = groupOf(version.key, Prefix, Delimiter);
    if (group !== undefined && (group === after || group === result.prefixes.at(-1))) continue;
    if (result.found.length + result.prefixes.length === limit) return { ...result, last };
    if (group === undefined) result.found.push(version);
    else result.prefixes.push(group);
    last = { name: group ?? version.key, version };
  }
  return result;
}

function groupOf(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

function listing(query: Query, found: Version[], prefixes: string[], last: Page['last']) {
  const { Bucket, Prefix, Delimiter, EncodingType, MaxKeys } = query;
  return {
    Name: Bucket,
    Prefix: encoded(query, Prefix),
    ...(Delimiter ? { Delimiter: encoded(query, Delimiter) } : {}),
    MaxKeys,
    ...(EncodingType ? { EncodingType } : {}),
    IsTruncated: last !== undefined,
    Contents: found.map((one) => shownContent(query, one)),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encoded(query, prefix) })),
  };
}

function shownContent(query: Query, { key, modified, etag, size, detail }: Version) {
  const sum = detail.checksum;
  return {
    Key: encoded(query, key),
    LastModified: new Date(modified),
    ETag: `"${etag}"`,
    ...(sum ? { ChecksumAlgorithm: [sum.algorithm], ChecksumType: sum.type } : {}),
    Size: size,
    StorageClass: 'STANDARD',
  };
}

function shownVersion(query: Query, version: Version) {
  return { ...shownContent(query, version), VersionId: version.versionId, IsLatest: version.isLatest };
}

function shownMarker(query: Query, { key, versionId, isLatest, modified }: Version) {
  return { Key: encoded(query, key), VersionId: versionId, IsLatest: isLatest, LastModified: new Date(modified) };
}

function encoded({ EncodingType }: Query, text: string): string {
  return EncodingType === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;
}

function readToken(token: string): string {
  const name = Buffer.from(token, 'base64url').toString();
  if (name === '') throw invalidArgument('The continuation token provided is incorrect');
  return name;
}
