import { Refusal, type Route, type Service, startService } from './service.ts';

/** Something that a system has on its books. `over` once it was taken back. */
export interface Record {
  over: boolean;
  [field: string]: unknown;
}
export type Book = Map<string, Record>;

const SYSTEMS = [
  'hr',
  'directory',
  'mailboxes',
  'laptop-store',
  'badge',
  'payroll',
  'expenses',
  'training',
  'desk',
] as const;
export type SystemName = (typeof SYSTEMS)[number];

export interface OnboardingSystems {
  books: { [Name in SystemName]: Book };
  /** Accounts with which somebody can sign in, cases of HR, and letters of welcome. */
  active: Set<string>;
  cases: { candidate: string; reason: string; step: string }[];
  welcomed: string[];
  services: { [Name in SystemName]: Service };
}

type Books = Omit<OnboardingSystems, 'services'>;

/**
 * Nine systems that a new colleague needs. `shed` is a site without a desk, `workstation` a laptop that is out of stock;
 * the directory knows each name once.
 */
export async function onboardingSystems(): Promise<OnboardingSystems> {
  const books = Object.fromEntries(SYSTEMS.map((name) => [name, new Map()])) as OnboardingSystems['books'];
  const kept: Books = { books, active: new Set(), cases: [], welcomed: [] };
  const routes = routesOf(kept);
  const started = SYSTEMS.map(async (name) => [name, await startService(routes[name])] as const);
  const services = Object.fromEntries(await Promise.all(started)) as OnboardingSystems['services'];
  return { ...kept, services };
}

const routesOf = ({ books, active, cases, welcomed }: Books): { [Name in SystemName]: { [route: string]: Route } } => ({
  hr: {
    ...recording(books.hr, { path: '/files', field: 'employee', prefix: 'E', end: 'close' }),
    'POST /files/:id/begin': ({ params, body }) => {
      known(books.hr, params.id!).begun = body.on;
      return DONE;
    },
    'POST /cases': ({ body }) => {
      cases.push(body);
      return DONE;
    },
  },
  directory: {
    ...recording(books.directory, {
      path: '/accounts',
      field: 'account',
      prefix: 'U',
      end: 'close',
      check: nameIsFree,
    }),
    'POST /activations': ({ body }) => {
      known(books.directory, body.account);
      active.add(body.account);
      return { activation: body.account };
    },
    'POST /activations/:id/suspend': ({ params }) => {
      active.delete(params.id!);
      return DONE;
    },
  },
  mailboxes: {
    ...recording(books.mailboxes, { path: '/mailboxes', field: 'mailbox', prefix: 'M', end: 'close' }),
    'POST /mailboxes/:id/welcome': ({ params }) => {
      known(books.mailboxes, params.id!);
      welcomed.push(params.id!);
      return DONE;
    },
  },
  'laptop-store': recording(books['laptop-store'], {
    path: '/orders',
    field: 'laptop',
    prefix: 'L',
    end: 'cancel',
    check: (_, { model }) => {
      if (model === 'workstation') throw new Refusal('OutOfStock', 'there is no workstation before spring');
    },
  }),
  badge: recording(books.badge, { path: '/badges', field: 'badge', prefix: 'B', end: 'revoke' }),
  payroll: recording(books.payroll, { path: '/enrolments', field: 'enrolment', prefix: 'P', end: 'end' }),
  expenses: recording(books.expenses, { path: '/claimants', field: 'claimant', prefix: 'X', end: 'close' }),
  training: recording(books.training, { path: '/bookings', field: 'booking', prefix: 'T', end: 'cancel' }),
  desk: recording(books.desk, {
    path: '/assignments',
    field: 'desk',
    prefix: 'D',
    end: 'free',
    check: (_, { site }) => {
      if (site === 'shed') throw new Refusal('NoDesk', 'there is no desk in the shed');
    },
  }),
});

interface Recording {
  path: string;
  /** Under which an entry's number is answered. */
  field: string;
  prefix: string;
  /** How it is taken back. */
  end: string;
  /** Throws a `Refusal`. */
  check?: (book: Book, body: { [field: string]: unknown }) => void;
}

const DONE = { done: true };

/** Routes that enter something in a book, and that take it back. */
function recording(book: Book, { path, field, prefix, end, check }: Recording): { [route: string]: Route } {
  return {
    [`POST ${path}`]: ({ body }) => {
      check?.(book, body);
      const id = `${prefix}${book.size + 1}`;
      book.set(id, { ...body, over: false });
      return { [field]: id };
    },
    [`POST ${path}/:id/${end}`]: ({ params }) => {
      known(book, params.id!).over = true;
      return DONE;
    },
  };
}

function nameIsFree(book: Book, { name }: { [field: string]: unknown }): void {
  const taken = [...book.values()].some((account) => account.name === name && !account.over);
  if (taken) throw new Refusal('NameTaken', 'somebody of that name has an account');
}

function known(book: Book, id: string): Record {
  const found = book.get(id);
  if (!found) throw new Refusal('Unknown', `there is no ${id}`, 404);
  return found;
}
