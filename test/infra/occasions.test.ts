import { occasionsOf } from '../../lib/infra/occasions.ts';

const ledger = { bus: 'the bus', buckets: { inbox: { bucketName: 'inbox-1' } } } as never;

test('an object in a bucket starts a run, below a prefix if one is given', () => {
  const { eventPattern, eventBus } = occasionsOf({ objectCreated: { bucket: 'inbox', prefix: 'in/' } }, ledger);
  expect(eventBus).toBeUndefined();
  expect(eventPattern?.detail).toEqual({ bucket: { name: ['inbox-1'] }, object: { key: [{ prefix: 'in/' }] } });
  expect(occasionsOf({ objectCreated: { bucket: 'inbox' } }, ledger).eventPattern?.detail).not.toHaveProperty('object');
});

test('an event is awaited on the bus of the deployment, one of AWS on the default bus', () => {
  const own = occasionsOf({ event: { source: 'crm', 'detail-type': 'customer.created' } }, ledger);
  expect(own).toEqual({ eventPattern: { source: ['crm'], detailType: ['customer.created'] }, eventBus: 'the bus' });
  expect(occasionsOf({ event: { source: 'aws.health', 'detail-type': 'x' } }, ledger).eventBus).toBeUndefined();
});

test('a schedule is the rule of its expression', () => {
  expect(occasionsOf({ schedule: 'rate(1 day)' }, ledger).schedule?.expressionString).toBe('rate(1 day)');
});

test('a bucket that the deployment does not have is named, with those there are', () => {
  expect(() => occasionsOf({ objectCreated: { bucket: 'constructor' } }, ledger)).toThrow(/constructor.*inbox/);
});
