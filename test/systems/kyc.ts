import { type Asked, Refusal, type Service, startService } from './service.ts';

export interface Person {
  subject: string;
  name: string;
  birthDate: string;
  country: string;
}

/** An entry of a list of sanctions or of exposed persons. */
export interface Listed {
  entry: string;
  list: 'sanctions' | 'exposed';
  name: string;
  birthDate: string;
}

interface Enrolled {
  account: string;
  people: Person[];
  cleared: string[];
  /** Entries that an officer is looking at. */
  underReview?: string[] | undefined;
  withdrawn: boolean;
}

/** What the systems around a customer have on their books. */
export interface KycBooks {
  files: Map<string, { customer: string; closed?: string }>;
  customers: Map<string, Enrolled>;
  accounts: Map<string, { customer: string; state: 'blocked' | 'active' | 'frozen' | 'closed' }>;
  /** Names that no papers exist for. */
  unknown: Set<string>;
  lists: Listed[];
}

export interface KycSystems {
  books: KycBooks;
  services: { kyc: Service; registry: Service; screening: Service; bank: Service };
}

/** Customer files, identity registry, screening and bank. Names are alike if they are the same, whatever their case. */
export async function kycSystems(): Promise<KycSystems> {
  const books: KycBooks = {
    files: new Map(),
    customers: new Map(),
    accounts: new Map(),
    unknown: new Set(),
    lists: [],
  };
  const services = {
    kyc: await startService({ ...files(books), ...customers(books) }),
    registry: await startService({
      'POST /proofs': ({ body: { customer, person } }: Asked) => {
        if (books.unknown.has(person.name)) throw new Refusal('IdentityNotVerified', 'the papers are not known');
        return { proof: `proof-${customer}` };
      },
    }),
    screening: await startService({ 'POST /searches': search(books) }),
    bank: await startService(bank(books)),
  };
  return { books, services };
}

const files = ({ files: book }: KycBooks) => ({
  'POST /files': ({ body: { customer } }: Asked) => {
    const file = `F${book.size + 1}`;
    book.set(file, { customer });
    return { file };
  },
  'POST /files/:file/close': ({ params, body }: Asked) => {
    known(book, params.file!).closed ??= body.reason;
    return { done: true };
  },
});

const customers = ({ customers: book }: KycBooks) => ({
  'GET /customers': () => ({
    customers: [...book]
      .filter(([, { withdrawn, underReview }]) => !withdrawn && underReview === undefined)
      .map(([customer, { account }]) => ({ customer, account })),
  }),
  'GET /customers/:customer': ({ params }: Asked) => known(book, params.customer!),
  'POST /customers': ({ body: { customer, account, people, cleared } }: Asked) => {
    book.set(customer, { account, people, cleared, withdrawn: false });
    return { done: true };
  },
  'POST /customers/:customer/withdraw': ({ params }: Asked) => {
    known(book, params.customer!).withdrawn = true;
    return { done: true };
  },
  'POST /customers/:customer/review': ({ params, body }: Asked) => {
    known(book, params.customer!).underReview = body.entries;
    return { done: true };
  },
  'POST /customers/:customer/clear': ({ params, body }: Asked) => {
    const customer = known(book, params.customer!);
    customer.cleared.push(...body.entries);
    customer.underReview = undefined;
    return { done: true };
  },
});

const search =
  ({ lists }: KycBooks) =>
  ({ body: person }: Asked) => {
    if (person.name.length < 2) throw new Refusal('NameTooShort', 'a name of one letter finds everybody');
    const found = lists.filter(({ name }) => name.toLowerCase() === person.name.toLowerCase());
    const hits = found.map(({ entry, list, birthDate }) => ({
      entry,
      list,
      strength: birthDate === person.birthDate ? 100 : 60,
    }));
    return { subject: person.subject, hits };
  };

const bank = ({ accounts }: KycBooks) => {
  const becomes =
    (state: 'active' | 'frozen' | 'closed') =>
    ({ params }: Asked) => {
      known(accounts, params.account!).state = state;
      return { done: true };
    };
  return {
    'POST /accounts': ({ body: { customer } }: Asked) => {
      const account = `A${accounts.size + 1}`;
      accounts.set(account, { customer, state: 'blocked' });
      return { account };
    },
    'POST /accounts/:account/activate': becomes('active'),
    'POST /accounts/:account/freeze': becomes('frozen'),
    'POST /accounts/:account/release': becomes('active'),
    'POST /accounts/:account/close': becomes('closed'),
  };
};

function known<T>(book: Map<string, T>, id: string): T {
  const found = book.get(id);
  if (!found) throw new Refusal('Unknown', `there is no ${id}`, 404);
  return found;
}
