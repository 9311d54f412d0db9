import { AwsError, type WireRequest } from '../../../lib/region/service.ts';
import { s3Protocol } from '../../../lib/region/services/s3/protocol/protocol.ts';

const protocol = s3Protocol();

function request(method: string, url: string, headers: Record<string, string> = {}, body = ''): WireRequest {
  const [rawPath = '/', query = ''] = url.split(/\?(.*)/s);
  return {
    method,
    path: decodeURIComponent(rawPath),
    rawPath,
    query: new URLSearchParams(query),
    headers,
    body: Buffer.from(body),
  };
}

test.each([
  ['GET', '/b?list-type=2&prefix=p', 'ListObjectsV2', { Bucket: 'b', Prefix: 'p' }],
  ['GET', '/b/', 'ListObjects', { Bucket: 'b' }],
  ['GET', '/b/k%2Fl/m?versionId=v', 'GetObject', { Bucket: 'b', Key: 'k/l/m', VersionId: 'v' }],
  ['GET', '/b/k?retention', 'GetObjectRetention', { Bucket: 'b', Key: 'k' }],
  ['DELETE', '/b/k?uploadId=u', 'AbortMultipartUpload', { Bucket: 'b', Key: 'k', UploadId: 'u' }],
])('%s %s is %s', (method, url, operation, input) => {
  expect(protocol.decode(request(method, url))).toEqual({ operation, input });
});

test('a header, a parameter and a subresource that are not known are refused by name', () => {
  const code = { code: 'NotImplemented', status: 501 };
  const put = (headers: Record<string, string>) => protocol.decode(request('PUT', '/b/k', headers));
  expect(() => put({ 'x-amz-acl': 'public-read' })).toThrow(
    expect.objectContaining({ ...code, message: expect.stringContaining('x-amz-acl') }),
  );
  expect(() => protocol.decode(request('GET', '/b?replication'))).toThrow(/\?replication/);
  expect(() => protocol.decode(request('GET', '/b/k?select&torrent'))).toThrow(/\?select/);
});

test('XML is read with entities, namespaces, CDATA and comments; a broken one is MalformedXML', () => {
  const remove = (xml: string) => protocol.decode(request('POST', '/b?delete', {}, xml)).input;
  const xml =
    '<?xml version="1.0"?><Delete xmlns="x"><!-- c --><Object><Key>a&amp;b&#x20;c</Key></Object><Object><Key><![CDATA[<d>]]></Key></Object></Delete>';
  expect(remove(xml)).toEqual({ Bucket: 'b', Delete: { Objects: [{ Key: 'a&b c' }, { Key: '<d>' }] } });
  for (const broken of ['<Delete>', '<a></b>', 'text', '<a>&unknown;</a>', '<a/><b/>']) {
    expect(() => remove(broken)).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  }
});

describe('an aws-chunked body', () => {
  const streaming = {
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'content-encoding': 'aws-chunked,gzip',
  };
  const put = (body: string, headers: Record<string, string> = {}) =>
    protocol.decode(request('PUT', '/b/k', { ...streaming, ...headers }, body)).input as Record<string, unknown>;

  test('is put together, and its trailer read', () => {
    const trailer = { 'x-amz-trailer': 'x-amz-checksum-crc32', 'x-amz-decoded-content-length': '5' };
    const input = put('3;chunk-signature=ab\r\nabc\r\n2\r\nde\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n', trailer);
    expect(Buffer.from(input.Body as Uint8Array).toString()).toBe('abcde');
    expect(input).toMatchObject({ ChecksumCRC32: 'AAAAAA==', ContentEncoding: 'gzip' });
  });

  test.each([
    ['5\r\nabc\r\n', {}, 'IncompleteBody'],
    ['3\r\nabc\r\n', {}, 'IncompleteBody'],
    ['3\r\nabc\r\n0\r\n\r\n', { 'x-amz-decoded-content-length': '4' }, 'IncompleteBody'],
    ['3\r\nabc\r\n0\r\n\r\n', { 'x-amz-trailer': 'x-amz-checksum-crc32' }, 'MalformedTrailerError'],
  ])('%j is refused', (body, headers: Record<string, string>, code) => {
    expect(() => put(body, headers)).toThrow(expect.objectContaining({ code }));
  });
});

test('errors are XML in S3’s words, and without a body to HEAD', () => {
  const denied = new AwsError('AccessDeniedException', 'no <way>');
  const failure = protocol.fail(denied, request('GET', '/b/k'));
  expect(failure.status).toBe(403);
  expect(failure.body).toContain('<Code>AccessDenied</Code><Message>no &lt;way&gt;</Message>');
  expect(protocol.fail(denied, request('HEAD', '/b/k')).body).toBe('');
});
