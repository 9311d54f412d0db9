import { type Asked, Refusal, type Service, startService } from './service.ts';

/** A patient as the hospital knows them. `consents`: purposes, as the register has them. */
export interface Patient {
  name: string;
  condition: string;
  consents: Set<string>;
}

export interface Release {
  request: string;
  researcher: string;
  records: Record<string, unknown>[];
  until: string;
  withdrawn?: string;
}

/** What the five systems have on their books. */
export interface ClinicalBooks {
  patients: Map<string, Patient>;
  votes: Map<string, { status: string; purpose: string }>;
  watches: Map<string, { request: string; patients: string[]; purpose: string; ended: boolean }>;
  /** Whose record was read for which request. */
  reads: { patient: string; request: string }[];
  pseudonyms: Map<string, string>;
  releases: Map<string, Release>;
}

export interface ClinicalSystems {
  books: ClinicalBooks;
  services: Record<'ethics' | 'consents' | 'records' | 'trust-centre' | 'workspace', Service>;
}

/** Ethics committee, consent register, hospital, trust centre and workspace, each behind a door of its own. */
export async function clinicalSystems(
  patients: Readonly<Record<string, Patient>>,
  votes: Readonly<Record<string, { status: string; purpose: string }>>,
): Promise<ClinicalSystems> {
  const books: ClinicalBooks = {
    patients: new Map(Object.entries(patients)),
    votes: new Map(Object.entries(votes)),
    watches: new Map(),
    reads: [],
    pseudonyms: new Map(),
    releases: new Map(),
  };
  const services = {
    ethics: await startService({
      'GET /votes/:id': ({ params }: Asked) => known(books.votes, params.id, 'UnknownVote'),
    }),
    consents: await startService(consents(books)),
    records: await startService(records(books)),
    'trust-centre': await startService(trustCentre(books)),
    workspace: await startService(workspace(books)),
  };
  return { books, services };
}

const consents = ({ patients, watches }: ClinicalBooks) => ({
  'GET /patients/:id/consents/:purpose': ({ params }: Asked) => ({
    given: known(patients, params.id).consents.has(params.purpose!),
  }),
  'POST /watches': ({ body }: Asked) => {
    expectStanding(patients, body);
    const watch = `W${watches.size + 1}`;
    watches.set(watch, { ...body, ended: false });
    return { watch };
  },
  'GET /watches/:id': ({ params }: Asked) => {
    expectStanding(patients, known(watches, params.id));
    return { done: true };
  },
  'POST /watches/:id/end': ({ params }: Asked) => {
    known(watches, params.id).ended = true;
    return { done: true };
  },
});

function expectStanding(
  patients: ReadonlyMap<string, Patient>,
  watch: { patients: readonly string[]; purpose: string },
): void {
  const gone = watch.patients.filter((patient) => !known(patients, patient).consents.has(watch.purpose));
  if (gone.length > 0) throw new Refusal('ConsentWithdrawn', `${gone.length} no longer consent`);
}

const records = ({ patients, reads }: ClinicalBooks) => ({
  'GET /patients': ({ query }: Asked) => ({
    patients: [...patients].filter(([, { condition }]) => condition === query.get('condition')).map(([id]) => id),
  }),
  'GET /patients/:id/record': ({ params, query }: Asked) => {
    const patient = params.id!;
    const { name, condition } = known(patients, patient);
    reads.push({ patient, request: query.get('request')! });
    const person = { patient, name, birthDate: '1961-03-14', postcode: '24103', sex: 'female' };
    return {
      record: { ...person, diagnoses: [condition], labs: [{ code: 'LDL', value: 131.5 }], genome: ['rs7412:CT'] },
    };
  },
});

/** It never gives two patients one pseudonym, nor one patient the same in two requests. */
const trustCentre = ({ pseudonyms }: ClinicalBooks) => ({
  'POST /pseudonyms': ({ body: { request, patient } }: Asked) => {
    const name = `${request}/${patient}`;
    if (!pseudonyms.has(name)) pseudonyms.set(name, `X${1000 + pseudonyms.size * 7}`);
    return { pseudonym: pseudonyms.get(name) };
  },
});

const workspace = ({ releases }: ClinicalBooks) => ({
  'POST /releases': ({ body }: Asked) => {
    const release = `L${releases.size + 1}`;
    releases.set(release, body);
    return { release, records: body.records.length };
  },
  'POST /releases/:id/withdraw': ({ params, body }: Asked) => {
    const lent = known(releases, params.id);
    lent.records = [];
    lent.withdrawn ??= body.reason;
    return { done: true };
  },
});

function known<T>(book: ReadonlyMap<string, T>, id = '', error = 'Unknown'): T {
  const found = book.get(id);
  if (!found) throw new Refusal(error, `there is no ${id}`, 404);
  return found;
}
