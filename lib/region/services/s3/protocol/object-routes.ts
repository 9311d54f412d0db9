/** Operations on objects. The first route that fits a request is taken. */
import { asIs, asMembers, listOf, type Members, member, type Route, renamed, under } from './route.ts';
import type { Tree } from './xml-read.ts';

export const objectRoutes: Route[] = [
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
