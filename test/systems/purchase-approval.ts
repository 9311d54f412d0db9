import { Refusal, type Service, startService } from './service.ts';

interface Reservation {
  request: string;
  costCenter: string;
  amountMinor: number;
  released: boolean;
}

/** What budgets and procurement have on their books. */
export interface PurchaseBooks {
  /** US cents that each cost centre has for the year. */
  years: Map<string, number>;
  reservations: Map<string, Reservation>;
  orders: Map<string, { request: string; supplier: string; amountMinor: number; reservation: string }>;
}

export interface PurchaseSystems {
  books: PurchaseBooks;
  services: { budgets: Service; procurement: Service };
}

interface Supplier {
  name: string;
  preferred: boolean;
  blocked?: true;
  /** Amounts of earlier orders, in US cents. */
  paid: number[];
}

const SUPPLIERS: Readonly<Record<string, Supplier>> = {
  'S-100': { name: 'Halden Servers Inc', preferred: true, paid: [2_100_000, 4_650_000, 3_900_000] },
  'S-200': { name: 'Corner Stationery', preferred: false, paid: [] },
  'S-666': { name: 'Gone Away Ltd', preferred: true, blocked: true, paid: [90_000] },
};

/** Two systems of a purchase. `S-666` is taken off the list when somebody orders there. */
export async function purchaseSystems(years: Record<string, number>): Promise<PurchaseSystems> {
  const books: PurchaseBooks = { years: new Map(Object.entries(years)), reservations: new Map(), orders: new Map() };
  const services = { budgets: await startService(budgets(books)), procurement: await startService(procurement(books)) };
  return { books, services };
}

/** What a cost centre has left. */
export const availableIn = ({ years, reservations }: PurchaseBooks, costCenter: string): number => {
  const held = [...reservations.values()].filter((each) => each.costCenter === costCenter && !each.released);
  return (years.get(costCenter) ?? 0) - held.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
};

type Asked<Body = unknown> = { params: Record<string, string>; body: Body };

const budgets = (books: PurchaseBooks) => ({
  'GET /cost-centers/:id': ({ params }: Asked) => {
    const costCenter = params.id!;
    return { availableMinor: availableIn(books, costCenter), yearMinor: books.years.get(costCenter) ?? 0 };
  },
  'POST /reservations': ({ body }: Asked<Omit<Reservation, 'released'>>) => {
    const left = availableIn(books, body.costCenter);
    if (left < body.amountMinor) throw new Refusal('BudgetExceeded', `${body.costCenter} has ${left} cents left`);
    const reservation = `B${books.reservations.size + 1}`;
    books.reservations.set(reservation, { ...body, released: false });
    return { reservation };
  },
  'POST /reservations/:id/release': ({ params }: Asked) => {
    const held = books.reservations.get(params.id!);
    if (!held) throw new Refusal('Unknown', `there is no reservation ${params.id}`, 404);
    held.released = true;
    return { done: true };
  },
});

const procurement = ({ orders }: PurchaseBooks) => ({
  'GET /suppliers/:id': ({ params }: Asked) => {
    const { name, preferred, paid } = supplierOf(params.id!);
    return { name, preferred, orders: paid.length, highestMinor: Math.max(0, ...paid) };
  },
  'POST /orders': ({
    body,
  }: Asked<{ request: string; supplier: string; amountMinor: number; reservation: string }>) => {
    const { request, supplier, amountMinor, reservation } = body;
    if (supplierOf(supplier).blocked) throw new Refusal('SupplierBlocked', `${supplier} may not be ordered from`);
    const order = `PO-${orders.size + 1}`;
    orders.set(order, { request, supplier, amountMinor, reservation });
    return { order };
  },
});

function supplierOf(id: string): Supplier {
  const found = SUPPLIERS[id];
  if (!found) throw new Refusal('UnknownSupplier', `nobody knows ${id}`, 404);
  return found;
}
