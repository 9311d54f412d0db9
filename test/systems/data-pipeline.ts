import { createHash } from 'node:crypto';
import { type Asked, Refusal, type Service, startService } from './service.ts';

export interface Row {
  order: string;
  customer: string | null;
  amountMinor: number;
}

export interface Version {
  run: string;
  dataset: string;
  day: string;
  partitions: { partition: string; digest: string }[];
  /** What was current before it. */
  previous: string | undefined;
  withdrawn: boolean;
}

/** What the four systems have on their books. */
export interface PipelineBooks {
  /** Rows by `dataset/day`, then by partition. */
  source: Map<string, Map<string, Row[]>>;
  /** What becomes of a partition right after it was read, once: `dataset/day/partition` → its new rows. */
  repairs: Map<string, Row[]>;
  /** Partitions that cannot be read. */
  unreadable: Set<string>;
  /** What the source says that its rows look like. */
  offered: { version: string; schema: object };
  /** Digests by `run/partition`. */
  staging: Map<string, string>;
  quarantine: Map<string, { digest: string; because: string }>;
  versions: Map<string, Version>;
  /** The current version of each dataset. */
  current: Map<string, string>;
  edges: Map<string, { run: string; output: Thing; inputs: Thing[]; retracted: boolean }>;
  registered: { dataset: string; version: string; verdict: string; partitions: number }[];
  /** Datasets that take no version. */
  closed: Set<string>;
}

interface Thing {
  name: string;
  digest: string;
}

export interface PipelineSystems {
  books: PipelineBooks;
  services: { source: Service; lake: Service; catalog: Service; lineage: Service };
}

/** The contract of every dataset. A source may offer more, but nothing that this does not accept. */
export const CONTRACT = {
  type: 'object',
  required: ['order', 'customer', 'amountMinor'],
  properties: {
    order: { type: 'string' },
    customer: { type: ['string', 'null'] },
    amountMinor: { type: 'integer' },
  },
};

/** Source, lake, catalogue and lineage, each with its own books. */
export async function pipelineSystems(): Promise<PipelineSystems> {
  const books: PipelineBooks = {
    source: new Map(),
    repairs: new Map(),
    unreadable: new Set(),
    offered: { version: '1', schema: CONTRACT },
    staging: new Map(),
    quarantine: new Map(),
    versions: new Map(),
    current: new Map(),
    edges: new Map(),
    registered: [],
    closed: new Set(),
  };
  const services = {
    source: await startService(source(books)),
    lake: await startService({ ...staging(books), ...published(books) }),
    catalog: await startService(catalog(books)),
    lineage: await startService(lineage(books)),
  };
  return { books, services };
}

export const digestOf = (rows: unknown): string => createHash('sha256').update(JSON.stringify(rows)).digest('hex');

const source = (books: PipelineBooks) => ({
  'GET /datasets/:dataset/schema': () => books.offered,
  'GET /datasets/:dataset/days/:day': ({ params: { dataset, day } }: Asked) => ({
    partitions: [...(books.source.get(`${dataset}/${day}`) ?? [])].map(([partition, rows]) => ({
      partition,
      digest: digestOf(rows),
    })),
  }),
  'GET /datasets/:dataset/days/:day/partitions/:partition': ({ params: { dataset, day, partition } }: Asked) => {
    const name = `${dataset}/${day}/${partition}`;
    if (books.unreadable.has(name)) throw new Refusal('PartitionUnreadable', `${name} is damaged`);
    const days = known(books.source, `${dataset}/${day}`);
    const rows = known(days, partition);
    if (books.repairs.has(name)) days.set(partition!, books.repairs.get(name)!);
    return { rows };
  },
});

const staging = ({ staging: staged, quarantine }: PipelineBooks) => ({
  'PUT /staging/:run/:partition': ({ params: { run, partition }, body }: Asked) => {
    if (digestOf(body.rows) !== body.digest) throw new Refusal('Damaged', 'the rows are not those of the digest');
    staged.set(`${run}/${partition}`, body.digest);
    return { done: true };
  },
  'POST /staging/:run/:partition/discard': ({ params: { run, partition } }: Asked) => {
    staged.delete(`${run}/${partition}`);
    return { done: true };
  },
  'POST /staging/:run/:partition/quarantine': ({ params: { run, partition }, body }: Asked) => {
    const name = `${run}/${partition}`;
    quarantine.set(name, { digest: known(staged, name), because: body.because });
    staged.delete(name);
    return { done: true };
  },
});

const published = ({ staging: staged, versions, current }: PipelineBooks) => ({
  'POST /datasets/:dataset/versions': ({ params, body: { run, day, partitions } }: Asked) => {
    const dataset = params.dataset!;
    for (const { partition, digest } of partitions as Version['partitions'])
      if (staged.get(`${run}/${partition}`) !== digest)
        throw new Refusal('NotStaged', `${partition} is not in staging`);
    for (const { partition } of partitions) staged.delete(`${run}/${partition}`);
    const version = `V${versions.size + 1}`;
    versions.set(version, { run, dataset, day, partitions, previous: current.get(dataset), withdrawn: false });
    current.set(dataset, version);
    return { version };
  },
  'POST /datasets/:dataset/versions/:version/withdraw': ({ params }: Asked) => {
    const { previous, dataset } = known(versions, params.version);
    known(versions, params.version).withdrawn = true;
    if (current.get(dataset) !== params.version) return { done: true };
    if (previous === undefined) current.delete(dataset);
    else current.set(dataset, previous);
    return { done: true };
  },
});

const catalog = ({ registered, closed }: PipelineBooks) => ({
  'GET /contracts/:dataset': () => ({ version: '1', schema: CONTRACT }),
  'POST /datasets/:dataset/versions': ({ params, body }: Asked) => {
    const dataset = params.dataset!;
    if (closed.has(dataset)) throw new Refusal('VersionRefused', `${dataset} is closed for the audit`);
    registered.push({ dataset, ...body });
    return { done: true };
  },
});

const lineage = ({ edges }: PipelineBooks) => ({
  'POST /edges': ({ body }: Asked) => {
    const edge = `E${edges.size + 1}`;
    edges.set(edge, { ...body, retracted: false });
    return { edge };
  },
  'POST /edges/:edge/retract': ({ params }: Asked) => {
    known(edges, params.edge).retracted = true;
    return { done: true };
  },
});

function known<T>(book: ReadonlyMap<string, T>, id = ''): T {
  const found = book.get(id);
  if (found === undefined) throw new Refusal('Unknown', `there is no ${id}`, 404);
  return found;
}
