import { occasionOf } from '../../lib/engine/occasion.ts';

const event = (source: string, type: string, detail: object, id = 'e-1') => ({
  id,
  source,
  'detail-type': type,
  time: '2026-11-20T10:00:00Z',
  detail,
});

const object = { key: 'a/invoice.pdf', 'version-id': 'v1', size: 7, etag: 'abc' };
const created = (id: string, version: string) =>
  event('aws.s3', 'Object Created', { bucket: { name: 'inbox' }, object: { ...object, 'version-id': version } }, id);

test('the same version of an object is the same occasion, whatever the event that tells of it', () => {
  expect(occasionOf(created('e-1', 'v1'))).toEqual(occasionOf(created('e-2', 'v1')));
  expect(occasionOf(created('e-1', 'v1')).event).not.toBe(occasionOf(created('e-1', 'v2')).event);
});

test('an object is the input of its run', () => {
  const input = { bucket: 'inbox', key: 'a/invoice.pdf', versionId: 'v1', size: 7, etag: 'abc' };
  expect(occasionOf(created('e-1', 'v1')).input).toEqual(input);
});

test('a time of a schedule is one occasion, also when its rule fires twice', () => {
  const first = occasionOf(event('aws.events', 'Scheduled Event', {}, 'e-1'));
  expect(first).toEqual(occasionOf(event('aws.events', 'Scheduled Event', {}, 'e-2')));
  expect(first.input).toEqual({ time: '2026-11-20T10:00:00Z' });
});

test('another event is known by its id and gives its detail as input', () => {
  const one = occasionOf(event('crm', 'customer.created', { customer: 7 }, 'e-1'));
  expect(one.input).toEqual({ customer: 7 });
  expect(one.event).not.toBe(occasionOf(event('crm', 'customer.created', { customer: 7 }, 'e-2')).event);
});

test('what is no event is refused', () => {
  expect(() => occasionOf({ hello: 'world' })).toThrow();
  expect(() => occasionOf(event('aws.s3', 'Object Created', { bucket: {} }))).toThrow();
});
