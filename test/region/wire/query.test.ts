import { AwsError, type WireRequest } from '../../../lib/region/service.ts';
import { queryProtocol } from '../../../lib/region/wire/query.ts';

const protocol = queryProtocol('https://example.com/doc/');
const request = (body: string): WireRequest => ({
  method: 'POST',
  path: '/',
  rawPath: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(body),
});

test('members, lists and structures are read from a form', () => {
  const form = 'Action=AssumeRole&Version=2011-06-15&Name=a%20b&Tags.member.1.Key=k&Tags.member.2.Key=l';
  expect(protocol.decode(request(form))).toEqual({
    operation: 'AssumeRole',
    input: { Name: 'a b', Tags: [{ Key: 'k' }, { Key: 'l' }] },
  });
});

test('an answer is XML, with markup escaped and lists as members', () => {
  const { body } = protocol.encode('Get', { Name: '<&>', List: ['a', 'b'], When: new Date(0) }, request(''));
  expect(body).toBe(
    '<GetResponse xmlns="https://example.com/doc/"><GetResult><Name>&lt;&amp;&gt;</Name>' +
      '<List><member>a</member><member>b</member></List><When>1970-01-01T00:00:00.000Z</When></GetResult></GetResponse>',
  );
});

test('a refusal has the code that these services use', () => {
  const answer = protocol.fail(new AwsError('AccessDeniedException', 'no'), request(''));
  expect(answer.status).toBe(403);
  expect(answer.body).toContain('<Code>AccessDenied</Code><Message>no</Message>');
});
