/** Operations on buckets. The first route that fits a request is taken. */
import { asIs, asMembers, listOf, member, type Route, renamed, under } from './route.ts';

const contents = renamed({ Versions: 'Version', DeleteMarkers: 'DeleteMarker' });

export const bucketRoutes: Route[] = [
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
