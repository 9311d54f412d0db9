import { Refusal, type Service, startService } from './service.ts';

/** What the three systems of an order have on their books. */
export interface OrderBooks {
  stock: Map<string, number>;
  reservations: Map<string, { order: string; sku: string; quantity: number; released: boolean }>;
  charges: Map<string, { order: string; amountMinor: number; refunded: boolean }>;
  parcels: Map<string, { order: string; cancelled: boolean }>;
}

export interface OrderSystems {
  books: OrderBooks;
  services: { warehouse: Service; payments: Service; shipping: Service };
}

/** Warehouse, payments and shipping, each with its own books. A card `tok_declined` has no money; nobody ships to `XX`. */
export async function orderSystems(stock: Record<string, number>): Promise<OrderSystems> {
  const books: OrderBooks = {
    stock: new Map(Object.entries(stock)),
    reservations: new Map(),
    charges: new Map(),
    parcels: new Map(),
  };
  const services = {
    warehouse: await startService(warehouse(books)),
    payments: await startService(payments(books)),
    shipping: await startService(shipping(books)),
  };
  return { books, services };
}

const warehouse = ({ stock, reservations }: OrderBooks) => ({
  'POST /reservations': ({
    body: { order, sku, quantity },
  }: {
    body: { order: string; sku: string; quantity: number };
  }) => {
    const left = stock.get(sku) ?? 0;
    if (left < quantity) throw new Refusal('OutOfStock', `${left} of ${sku} are left, ${quantity} were asked for`);
    stock.set(sku, left - quantity);
    const reservation = `R${reservations.size + 1}`;
    reservations.set(reservation, { order, sku, quantity, released: false });
    return { reservation };
  },
  'POST /reservations/:id/release': ({ params }: { params: Record<string, string> }) => {
    const held = known(reservations, params.id!);
    if (!held.released) stock.set(held.sku, stock.get(held.sku)! + held.quantity);
    held.released = true;
    return { done: true };
  },
});

const payments = ({ charges }: OrderBooks) => ({
  'POST /charges': ({
    body: { order, amountMinor, card },
  }: {
    body: { order: string; amountMinor: number; card: string };
  }) => {
    if (card === 'tok_declined') throw new Refusal('CardDeclined', 'the bank of the card says no');
    const charge = `C${charges.size + 1}`;
    charges.set(charge, { order, amountMinor, refunded: false });
    return { charge };
  },
  'POST /charges/:id/refund': ({ params }: { params: Record<string, string> }) => {
    known(charges, params.id!).refunded = true;
    return { done: true };
  },
});

const shipping = ({ parcels }: OrderBooks) => ({
  'POST /parcels': ({ body: { order, address } }: { body: { order: string; address: { country: string } } }) => {
    if (address.country === 'XX') throw new Refusal('AddressRefused', 'nobody delivers there');
    const parcel = `P${parcels.size + 1}`;
    parcels.set(parcel, { order, cancelled: false });
    return { parcel };
  },
  'POST /parcels/:id/cancel': ({ params }: { params: Record<string, string> }) => {
    known(parcels, params.id!).cancelled = true;
    return { done: true };
  },
});

function known<T>(book: Map<string, T>, id: string): T {
  const found = book.get(id);
  if (!found) throw new Refusal('Unknown', `there is no ${id}`, 404);
  return found;
}
