import { jest } from '@jest/globals';
import { type Shipped, startShipped } from '../support/shipped.ts';
import { type OrderSystems, orderSystems } from '../systems/order-saga.ts';

jest.setTimeout(240_000);

const STOCK = { lamp: 5, desk: 2, rug: 0, chair: 100 };
let systems: OrderSystems;
let shipped: Shipped;
beforeAll(async () => {
  systems = await orderSystems(STOCK);
  shipped = await startShipped('order-saga', systems.services);
});
afterAll(async () => {
  await Promise.all(Object.values(systems.services).map((service) => service.close()));
  await shipped?.remove();
});

let number = 0;
const order = (over: object = {}) => {
  number += 1;
  return {
    order: `DE-${number}`,
    lines: [
      { sku: 'lamp', quantity: 2 },
      { sku: 'desk', quantity: 1 },
    ],
    amountMinor: 24_900,
    currency: 'EUR',
    card: 'tok_visa',
    address: { name: 'Ada', street: 'Am Ufer 1', city: 'Kiel', country: 'DE' },
    ...over,
  };
};

/** The books when nothing of an order is left on them. */
function expectNothingLeft(): void {
  const { books } = systems;
  const open = [...books.reservations.values()].filter(({ released }) => !released);
  expect(open).toEqual([]);
  expect([...books.charges.values()].filter(({ refunded }) => !refunded)).toEqual([]);
  expect([...books.parcels.values()].filter(({ cancelled }) => !cancelled)).toEqual([]);
  expect(Object.fromEntries(books.stock)).toEqual(STOCK);
}

const parcels = () => systems.books.parcels;
const golden = async (execution: string, name: string) => {
  const { told, kept } = await shipped.golden(execution, name);
  expect(told).toEqual(kept);
};

test('an order that is out of stock in one line is refused, and its other line is given back', async () => {
  const run = await shipped.event(
    'shop',
    'order.placed',
    order({
      lines: [
        { sku: 'lamp', quantity: 1 },
        { sku: 'rug', quantity: 1 },
      ],
    }),
  );
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'OutOfStock' } });
  expectNothingLeft();
  expect(systems.services.payments.asked('POST /charges')).toBe(0);
});

test('a card that is declined gives the stock back', async () => {
  const run = await shipped.event('shop', 'order.placed', order({ card: 'tok_declined' }));
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'CardDeclined' } });
  expectNothingLeft();
  await golden(run, 'declined');
});

test('an address that nobody delivers to is refunded', async () => {
  const run = await shipped.event(
    'shop',
    'order.placed',
    order({ address: { name: 'Ada', street: 'x', city: 'y', country: 'XX' } }),
  );
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'AddressRefused' } });
  expectNothingLeft();
});

test('a parcel that nobody collects in five days is cancelled, and everything before it undone', async () => {
  const run = await shipped.event('shop', 'order.placed', order({ lines: [{ sku: 'lamp', quantity: 2 }] }));
  expect(await shipped.ended(run, 24 * 7)).toMatchObject({ status: 'EXCEPTED', reason: { name: 'Expired' } });
  expectNothingLeft();
  await golden(run, 'never-collected');
  await golden(`undo-${run}`, 'never-collected.undo');
});

test('lost answers and busy systems on the way are each one effect, and the order arrives', async () => {
  systems.services.warehouse.fault('POST /reservations', 'busy', 'lost');
  systems.services.payments.fault('POST /charges', 'lost', 'broken');
  systems.services.shipping.fault('POST /parcels', 'down', 'lost');
  const charges = systems.books.charges.size;
  const before = parcels().size;
  const run = await shipped.event('shop', 'order.placed', order());
  await shipped.until(async () => parcels().size > before);
  const parcel = [...parcels().keys()].at(-1)!;
  await shipped.signal('parcel.collected', parcel, { tracking: 'JD014600' });
  expect(await shipped.ended(run)).toMatchObject({ status: 'SUCCEEDED' });
  expect(systems.books.charges.size - charges).toBe(1);
  expect([...systems.books.charges.values()].filter(({ refunded }) => !refunded)).toHaveLength(1);
  expect(systems.books.stock.get('lamp')).toBe(3);
});

/** The calls of the saga in their order, with an order that is refused there. */
const CALLS = [
  ['warehouse', 'POST /reservations', { lines: [{ sku: 'rug', quantity: 1 }] }, 'OutOfStock'],
  ['payments', 'POST /charges', { card: 'tok_declined' }, 'CardDeclined'],
  ['shipping', 'POST /parcels', { address: { name: 'Ada', street: 'x', city: 'y', country: 'XX' } }, 'AddressRefused'],
] as const;
/** A step is tried four times; an undo that has to find out what became of it asks five times more. */
const [STEP, UNDO] = [4, 5];

describe.each(CALLS)('at the %s, where %s', (system, route, refused, name) => {
  const oneLine = (over: object = {}) => order({ lines: [{ sku: 'chair', quantity: 2 }], ...over });
  const place = (given: object) => shipped.event('shop', 'order.placed', given);
  /** What is on the books of an order, and what of that nobody has taken back. */
  const booked = (number: string) => {
    const { reservations, charges, parcels } = systems.books;
    const all = [
      ...[...reservations.values()].map((each) => ({ ...each, back: each.released, what: 'reservation' })),
      ...[...charges.values()].map((each) => ({ ...each, back: each.refunded, what: 'charge' })),
      ...[...parcels.values()].map((each) => ({ ...each, back: each.cancelled, what: 'parcel' })),
    ].filter((each) => each.order === number);
    return { all: all.map(({ what }) => what), left: all.filter(({ back }) => !back).map(({ what }) => what) };
  };
  const effects = ['reservation', 'charge', 'parcel'].slice(0, CALLS.findIndex(([each]) => each === system) + 1);

  test('is refused, nothing is left', async () => {
    const given = oneLine(refused);
    const row = await shipped.ended(await place(given));
    expect(row).toMatchObject({ status: 'REJECTED', reason: { name } });
    expect(booked(given.order)).toEqual({ all: effects.slice(0, -1), left: [] });
  });

  test.each(['lost', 'broken', 'down'] as const)('is %s until nobody tries again, nothing is left', async (fault) => {
    systems.services[system].fault(route, ...Array.from({ length: STEP }, () => fault));
    const given = oneLine();
    const run = await place(given);
    const row = await shipped.ended(run);
    expect(row).toMatchObject({ status: 'EXCEPTED', reason: { name: 'Ambiguous' } });
    expect(booked(given.order)).toEqual({ all: effects, left: [] });
    if (fault === 'lost') await golden(`undo-${run}`, `lost-at-${system}.undo`);
  });

  test('stays down, the run waits for a person with what is left, and says so', async () => {
    systems.services[system].fault(route, ...Array.from({ length: STEP + UNDO }, () => 'down' as const));
    const given = oneLine();
    const run = await place(given);
    const row = await shipped.ended(run);
    expect(row).toMatchObject({ status: 'EXCEPTED', undo: 'PENDING', reason: { name: 'UndoFailed' } });
    expect(row.reason!.message).toMatch(/^Ambiguous: .* was answered 503/);
    expect(booked(given.order)).toEqual({ all: effects.slice(0, -1), left: effects.slice(0, -1) });
  });
});
