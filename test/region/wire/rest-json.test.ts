import { AwsError, type WireRequest } from '../../../lib/region/service.ts';
import { restJson } from '../../../lib/region/wire/rest-json.ts';

const protocol = restJson([
  {
    method: 'POST',
    path: '/functions/{Name}/invocations',
    operation: 'Invoke',
    headers: { 'x-type': 'Type', 'x-dry': { member: 'Dry', as: 'boolean' } },
    query: { Since: { member: 'Since', as: 'date' }, tag: { member: 'Tags', as: 'list' } },
    payload: 'Payload',
    output: { statusMember: 'StatusCode', headers: { 'x-error': 'Failure' }, payload: 'Payload' },
  },
  { method: 'GET', path: '/files/{Key+}', operation: 'GetOld', when: { version: 'old' } },
  { method: 'GET', path: '/files/{Key+}', operation: 'Get' },
  { method: 'PUT', path: '/things', operation: 'Put', blobs: ['Data'], timestamps: ['At'], output: { status: 201 } },
  { method: 'DELETE', path: '/things', operation: 'Delete', output: { status: 204 } },
]);

const request = (method: string, url: string, body = '', headers: Record<string, string> = {}): WireRequest => {
  const [rawPath = '', query = ''] = url.split('?');
  return {
    method,
    path: decodeURIComponent(rawPath),
    rawPath,
    query: new URLSearchParams(query),
    headers,
    body: Buffer.from(body),
  };
};

test('labels, headers, query and payload become members of their types', () => {
  const given = request('POST', '/functions/a%2Fb/invocations?Since=2026-11-20T00:00:00Z&tag=x&tag=y', 'raw', {
    'x-type': 'Event',
    'x-dry': 'true',
  });
  expect(protocol.decode(given)).toEqual({
    operation: 'Invoke',
    input: {
      Name: 'a/b',
      Type: 'Event',
      Dry: true,
      Since: new Date(Date.UTC(2026, 10, 20)),
      Tags: ['x', 'y'],
      Payload: Buffer.from('raw'),
    },
  });
});

test('a greedy label takes the rest of the path; a route may ask for a query parameter', () => {
  expect(protocol.decode(request('GET', '/files/a/b%20c'))).toEqual({ operation: 'Get', input: { Key: 'a/b c' } });
  expect(protocol.decode(request('GET', '/files/a?version=old')).operation).toBe('GetOld');
});

test('blobs and timestamps of a JSON body are converted', () => {
  const { input } = protocol.decode(request('PUT', '/things', '{"Data":"AQ==","At":1.5}'));
  expect(input).toEqual({ Data: Buffer.from([1]), At: new Date(1500) });
});

test('an answer may put members into status, headers and the raw body', () => {
  const answer = protocol.encode(
    'Invoke',
    { StatusCode: 202, Failure: 'Unhandled', Payload: Buffer.from('x') },
    request('POST', '/'),
  );
  expect(answer).toMatchObject({ status: 202, headers: { 'x-error': 'Unhandled' }, body: Buffer.from('x') });
  expect(protocol.encode('Put', { At: new Date(1500) }, request('PUT', '/'))).toMatchObject({
    status: 201,
    body: '{"At":1.5}',
  });
  expect(protocol.encode('Delete', undefined, request('DELETE', '/'))).toMatchObject({ status: 204, body: '' });
});

test('an error says its name in the header, and its members in the body', () => {
  const error = new AwsError('ConflictException', 'no', 409, { Reason: 'because' });
  expect(protocol.fail(error, request('GET', '/'))).toMatchObject({
    status: 409,
    headers: { 'x-amzn-errortype': 'ConflictException' },
    body: '{"message":"no","Reason":"because"}',
  });
  expect(protocol.fail(new AwsError('AccessDeniedException', 'no'), request('GET', '/')).status).toBe(403);
});

test('what no route takes is named; a body that is not JSON is refused', () => {
  expect(() => protocol.decode(request('PATCH', '/things'))).toThrow('No operation at PATCH /things');
  expect(() => protocol.decode(request('PUT', '/things', '{'))).toThrow("The request's body is not JSON");
});
