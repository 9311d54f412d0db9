/** Which request is which operation, and what its body and its answer look like. The first route that fits is taken. */

import type { HeaderGroup } from './bindings.ts';
import type { Tree } from './xml-read.ts';

export interface Route {
  operation: string;
  method: string;
  at: 'service' | 'bucket' | 'object';
  /** Query parameters that tell this operation from its siblings. */
  with?: readonly string[];
  /** A header that does. */
  header?: string;
  headers?: readonly HeaderGroup[];
  /** The member that the body is: as it is, or read from XML. */
  body?: { member: 'Body' } | { member: string; read: (xml: Tree) => unknown };
  status?: number;
  /** The answer as XML: the root element and the members in it. Other members stand in headers. */
  xml?: { root: string; content: (output: Members) => Members; headers?: readonly string[] };
}

type Members = Record<string, unknown>;

const asIs = (xml: Tree) => xml;
const listOf = (tree: Tree | Tree[] | undefined): Tree[] => (tree === undefined || tree === '' ? [] : [tree].flat());
const member = (xml: Tree, name: string) => (typeof xml === 'string' ? undefined : xml[name]);

/** Renames members to their elements, where these differ. */
const renamed = (names: Record<string, string>) => (output: Members) =>
  Object.fromEntries(Object.entries(output).map(([name, value]) => [names[name] ?? name, value]));

const contents = renamed({ Versions: 'Version', DeleteMarkers: 'DeleteMarker' });
const under = (name: string) => (output: Members) => output[name] as Members;

const bucket: Route[] = [
  {
    operation: 'ListBuckets',
    method: 'GET',
    at: 'service',
    xml: {
      root: 'ListAllMyBucketsResult',
      content: ({ Buckets, ...rest }) => ({ ...rest, Buckets: { Bucket: Buckets } }),
    },
  },
  {
    operation: 'PutBucketVersioning',
    method: 'PUT',
    at: 'bucket',
    with: ['versioning'],
    body: { member: 'VersioningConfiguration', read: asIs },
  },
  {
    operation: 'PutObjectLockConfiguration',
    method: 'PUT',
    at: 'bucket',
    with: ['object-lock'],
    body: { member: 'ObjectLockConfiguration', read: asIs },
  },
  {
    operation: 'CreateBucket',
    method: 'PUT',
    at: 'bucket',
    headers: ['newBucket'],
    body: { member: 'CreateBucketConfiguration', read: asIs },
  },
  { operation: 'HeadBucket', method: 'HEAD', at: 'bucket' },
  { operation: 'DeleteBucket', method: 'DELETE', at: 'bucket', status: 204 },
  {
    operation: 'GetBucketVersioning',
    method: 'GET',
    at: 'bucket',
    with: ['versioning'],
    xml: { root: 'VersioningConfiguration', content: asMembers },
  },
  {
    operation: 'GetBucketLocation',
    method: 'GET',
    at: 'bucket',
    with: ['location'],
    xml: { root: 'LocationConstraint', content: under('LocationConstraint') },
  },
  {
    operation: 'GetObjectLockConfiguration',
    method: 'GET',
    at: 'bucket',
    with: ['object-lock'],
    xml: { root: 'ObjectLockConfiguration', content: under('ObjectLockConfiguration') },
  },
  {
    operation: 'ListObjectVersions',
    method: 'GET',
    at: 'bucket',
    with: ['versions'],
    xml: { root: 'ListVersionsResult', content: contents },
  },
  {
    operation: 'ListMultipartUploads',
    method: 'GET',
    at: 'bucket',
    with: ['uploads'],
    xml: { root: 'ListMultipartUploadsResult', content: renamed({ Uploads: 'Upload' }) },
  },
  {
    operation: 'ListObjectsV2',
    method: 'GET',
    at: 'bucket',
    with: ['list-type'],
    xml: { root: 'ListBucketResult', content: contents },
  },
  { operation: 'ListObjects', method: 'GET', at: 'bucket', xml: { root: 'ListBucketResult', content: contents } },
  {
    operation: 'DeleteObjects',
    method: 'POST',
    at: 'bucket',
    with: ['delete'],
    headers: ['bypass'],
    body: {
      member: 'Delete',
      read: (xml) => ({ Objects: listOf(member(xml, 'Object')), Quiet: member(xml, 'Quiet') }),
    },
    xml: { root: 'DeleteResult', content: renamed({ Errors: 'Error' }) },
  },
];

const object: Route[] = [
  {
    operation: 'PutObjectRetention',
    method: 'PUT',
    at: 'object',
    with: ['retention'],
    headers: ['bypass'],
    body: { member: 'Retention', read: (xml) => (typeof xml === 'string' ? {} : xml) },
  },
  {
    operation: 'PutObjectLegalHold',
    method: 'PUT',
    at: 'object',
    with: ['legal-hold'],
    body: { member: 'LegalHold', read: asIs },
  },
  {
    operation: 'PutObjectTagging',
    method: 'PUT',
    at: 'object',
    with: ['tagging'],
    body: {
      member: 'Tagging',
      read: (xml) => ({ TagSet: listOf(member((member(xml, 'TagSet') ?? '') as Tree, 'Tag')) }),
    },
  },
  {
    operation: 'UploadPart',
    method: 'PUT',
    at: 'object',
    with: ['partNumber', 'uploadId'],
    headers: ['content'],
    body: { member: 'Body' },
  },
  {
    operation: 'CopyObject',
    method: 'PUT',
    at: 'object',
    header: 'x-amz-copy-source',
    headers: ['copy', 'describing', 'lock', 'conditions', 'algorithm'],
    xml: {
      root: 'CopyObjectResult',
      content: under('CopyObjectResult'),
      headers: ['VersionId', 'CopySourceVersionId', 'ServerSideEncryption', 'SSEKMSKeyId'],
    },
  },
  {
    operation: 'PutObject',
    method: 'PUT',
    at: 'object',
    headers: ['describing', 'lock', 'content', 'conditions'],
    body: { member: 'Body' },
  },
  {
    operation: 'GetObjectRetention',
    method: 'GET',
    at: 'object',
    with: ['retention'],
    xml: { root: 'Retention', content: under('Retention') },
  },
  {
    operation: 'GetObjectLegalHold',
    method: 'GET',
    at: 'object',
    with: ['legal-hold'],
    xml: { root: 'LegalHold', content: under('LegalHold') },
  },
  {
    operation: 'GetObjectTagging',
    method: 'GET',
    at: 'object',
    with: ['tagging'],
    xml: { root: 'Tagging', content: ({ TagSet }) => ({ TagSet: { Tag: TagSet } }), headers: ['VersionId'] },
  },
  {
    operation: 'GetObjectAttributes',
    method: 'GET',
    at: 'object',
    with: ['attributes'],
    headers: ['attributes'],
    xml: { root: 'GetObjectAttributesResponse', content: attributes, headers: ['VersionId', 'LastModified'] },
  },
  {
    operation: 'ListParts',
    method: 'GET',
    at: 'object',
    with: ['uploadId'],
    xml: { root: 'ListPartsResult', content: renamed({ Parts: 'Part' }) },
  },
  { operation: 'GetObject', method: 'GET', at: 'object', headers: ['conditions', 'times', 'reading'] },
  { operation: 'HeadObject', method: 'HEAD', at: 'object', headers: ['conditions', 'times', 'reading'] },
  { operation: 'AbortMultipartUpload', method: 'DELETE', at: 'object', with: ['uploadId'], status: 204 },
  { operation: 'DeleteObjectTagging', method: 'DELETE', at: 'object', with: ['tagging'], status: 204 },
  { operation: 'DeleteObject', method: 'DELETE', at: 'object', headers: ['bypass', 'conditions'], status: 204 },
  {
    operation: 'CreateMultipartUpload',
    method: 'POST',
    at: 'object',
    with: ['uploads'],
    headers: ['describing', 'lock', 'algorithm'],
    xml: { root: 'InitiateMultipartUploadResult', content: asMembers, headers: ['ChecksumAlgorithm', 'ChecksumType'] },
  },
  {
    operation: 'CompleteMultipartUpload',
    method: 'POST',
    at: 'object',
    with: ['uploadId'],
    headers: ['conditions', 'sums'],
    body: { member: 'MultipartUpload', read: (xml) => ({ Parts: listOf(member(xml, 'Part')) }) },
    xml: {
      root: 'CompleteMultipartUploadResult',
      content: asMembers,
      headers: ['VersionId', 'ServerSideEncryption', 'SSEKMSKeyId'],
    },
  },
];

/** The number of parts has another name on the wire than in the SDK. */
function attributes({ ObjectParts, ...rest }: Members): Members {
  const parts = ObjectParts as { TotalPartsCount: number } | undefined;
  return parts ? { ...rest, ObjectParts: { PartsCount: parts.TotalPartsCount } } : rest;
}

function asMembers(output: Members): Members {
  return output;
}

export const routes: readonly Route[] = [...bucket, ...object];
