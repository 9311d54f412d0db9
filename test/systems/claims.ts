import { setTimeout } from 'node:timers/promises';
import { type Asked, Refusal, type Route, type Service, startService } from './service.ts';

/** What the insurer knows of an insurance policy. */
export interface Insurance {
  coverMinor: number;
  deductibleMinor: number;
  ageDays: number;
  earlierClaims: number;
}

/** What the systems around a claim have on their books. */
export interface ClaimBooks {
  claims: Map<string, { insurance: string; closed?: string }>;
  reserves: Map<string, { claim: string; amountMinor: number; state: 'set' | 'released' | 'used' }>;
  /** Pictures that came with a claim before. */
  seen: Set<string>;
  payouts: { claim: string; iban: string; amountMinor: number }[];
  /** How each assessor is: out of order, or slower than anybody waits for. */
  assessors: Record<'north' | 'harbour' | 'quick', 'well' | 'down' | 'slow'>;
}

const NAMES = ['insurance', 'reserves', 'photos', 'north', 'harbour', 'quick', 'payments'] as const;

export interface ClaimSystems {
  books: ClaimBooks;
  services: Record<(typeof NAMES)[number], Service>;
}

/**
 * Insurer, reserves, pictures, payments and three assessors, who find 90, 100 and 120 % of the loss. Accounts that begin
 * with `XX` are not paid to.
 */
export async function claimSystems(insurances: Readonly<Record<string, Insurance>>): Promise<ClaimSystems> {
  const books: ClaimBooks = {
    claims: new Map(),
    reserves: new Map(),
    seen: new Set(),
    payouts: [],
    assessors: { north: 'well', harbour: 'well', quick: 'well' },
  };
  const services = {
    insurance: await startService(insurer(books, insurances)),
    reserves: await startService(reserves(books)),
    photos: await startService({
      'GET /photos/:photo': ({ params }: Asked) => ({ reused: books.seen.has(params.photo!) }),
    }),
    north: await startService(assessor(books, 'north', 90)),
    harbour: await startService(assessor(books, 'harbour', 100)),
    quick: await startService(assessor(books, 'quick', 120)),
    payments: await startService({
      'POST /payouts': ({ body: { claim, iban, amountMinor } }: Asked) => {
        if (iban.startsWith('XX')) throw new Refusal('PayoutDeclined', 'the bank of the claimant does not take it');
        books.payouts.push({ claim, iban, amountMinor });
        return { payout: `PO${books.payouts.length}` };
      },
    }),
  };
  return { books, services };
}

const insurer = ({ claims }: ClaimBooks, insurances: Readonly<Record<string, Insurance>>) => ({
  'POST /claims': ({ body: { claim, insurance } }: Asked) => {
    const found = insurances[insurance];
    if (!found) throw new Refusal('NotCovered', `there is no insurance ${insurance}`);
    claims.set(claim, { insurance });
    return found;
  },
  'POST /claims/:claim/close': ({ params, body }: Asked) => {
    known(claims, params.claim!).closed ??= body.reason;
    return { done: true };
  },
});

const reserves = ({ reserves: book }: ClaimBooks) => {
  const becomes =
    (state: 'released' | 'used'): Route =>
    ({ params }) => {
      known(book, params.reserve!).state = state;
      return { done: true };
    };
  return {
    'POST /reserves': ({ body: { claim, amountMinor } }: Asked) => {
      const reserve = `R${book.size + 1}`;
      book.set(reserve, { claim, amountMinor, state: 'set' });
      return { reserve };
    },
    'POST /reserves/:reserve/release': becomes('released'),
    'POST /reserves/:reserve/use': becomes('used'),
  };
};

const assessor = ({ assessors }: ClaimBooks, name: keyof ClaimBooks['assessors'], percent: number) => ({
  'POST /estimates': async ({ body: { lossMinor } }: Asked) => {
    if (assessors[name] === 'down') throw new Refusal('OutOfOrder', 'nobody is here', 503);
    if (assessors[name] === 'slow') await setTimeout(SLOW);
    return { amountMinor: Math.round((lossMinor * percent) / 100) };
  },
});

/** Milliseconds. */
const SLOW = 4000;

function known<T>(book: Map<string, T>, id: string): T {
  const found = book.get(id);
  if (!found) throw new Refusal('Unknown', `there is no ${id}`, 404);
  return found;
}
