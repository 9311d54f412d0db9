import { type Asked, Refusal, type Service, startService } from './service.ts';

/** What the credit bureau and the income service know of somebody. */
export interface Applicant {
  score: number;
  incomeMinor: number;
  debtMinor: number;
}

/** What the systems around a loan have on their books. */
export interface LoanBooks {
  line: { leftMinor: number };
  holds: Map<string, { application: string; amountMinor: number; released?: string }>;
  /** `application/document` of what has been handed in. */
  documents: Set<string>;
  reminders: { application: string; document: string; round: number }[];
  enquiries: { application: string; taxId: string }[];
  offers: { application: string; name: string; amountMinor: number; rateBps: number }[];
}

export interface LoanSystems {
  books: LoanBooks;
  services: { treasury: Service; dossier: Service; bureau: Service; income: Service };
}

/** Treasury, dossier, bureau and income service; `people` by tax number, `leftMinor` on the credit line. */
export async function loanSystems(
  people: Readonly<Record<string, Applicant>>,
  leftMinor: number,
): Promise<LoanSystems> {
  const books: LoanBooks = {
    line: { leftMinor },
    holds: new Map(),
    documents: new Set(),
    reminders: [],
    enquiries: [],
    offers: [],
  };
  const services = {
    treasury: await startService(treasury(books)),
    dossier: await startService(dossier(books)),
    bureau: await startService({
      'POST /enquiries': ({ body }: Asked) => {
        const { score } = known(people, body.taxId);
        books.enquiries.push(body);
        return { score };
      },
    }),
    income: await startService({
      'GET /people/:taxId': ({ params }: Asked) => {
        const { incomeMinor, debtMinor } = known(people, params.taxId!);
        return { incomeMinor, debtMinor };
      },
    }),
  };
  return { books, services };
}

const treasury = ({ line, holds }: LoanBooks) => ({
  'POST /holds': ({ body: { application, amountMinor } }: Asked) => {
    if (line.leftMinor < amountMinor) throw new Refusal('FundsExhausted', `${line.leftMinor} are left of the line`);
    line.leftMinor -= amountMinor;
    const hold = `H${holds.size + 1}`;
    holds.set(hold, { application, amountMinor });
    return { hold };
  },
  'POST /holds/:id/release': ({ params, body }: Asked) => {
    const held = holds.get(params.id!);
    if (!held) throw new Refusal('Unknown', `there is no hold ${params.id}`, 404);
    if (held.released === undefined) line.leftMinor += held.amountMinor;
    held.released ??= body.reason;
    return { done: true };
  },
});

const dossier = ({ documents, reminders, offers }: LoanBooks) => ({
  'GET /dossiers/:application/:document': ({ params }: Asked) => ({
    present: documents.has(`${params.application}/${params.document}`),
  }),
  'POST /reminders': ({ body }: Asked) => {
    reminders.push(body);
    return { done: true };
  },
  'POST /offers': ({ body }: Asked) => {
    offers.push(body);
    return { letter: `L${offers.length}` };
  },
});

function known(people: Readonly<Record<string, Applicant>>, taxId: string): Applicant {
  const found = people[taxId];
  if (!found) throw new Refusal('UnknownPerson', `nobody has the number ${taxId}`, 404);
  return found;
}
