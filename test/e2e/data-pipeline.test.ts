import { jest } from '@jest/globals';
import { type Shipped, startShipped } from '../support/shipped.ts';
import { CONTRACT, digestOf, type PipelineSystems, pipelineSystems, type Row } from '../systems/data-pipeline.ts';

jest.setTimeout(240_000);

let systems: PipelineSystems;
let shipped: Shipped;
beforeAll(async () => {
  systems = await pipelineSystems();
  shipped = await startShipped('data-pipeline', systems.services);
});
afterAll(async () => {
  await shipped?.remove();
  await Promise.all(Object.values(systems.services).map((service) => service.close()));
});

const DAY = '2026-11-19';
const row = (order: string, customer: string | null = 'C-1'): Row => ({ order, customer, amountMinor: 1250 });
const good = (partition: string): Row[] => [row(`${partition}-2`), row(`${partition}-1`)];
const twice = [row('o-1'), row('o-1')];

/** Lets a day of a dataset land, and gives the run that its event has started. */
async function land(dataset: string, partitions: Readonly<Record<string, Row[]>>): Promise<string> {
  systems.books.source.set(`${dataset}/${DAY}`, new Map(Object.entries(partitions)));
  return shipped.event('source', 'dataset.landed', { dataset, day: DAY });
}

const four = () => Object.fromEntries(['p1', 'p2', 'p3', 'p4'].map((name) => [name, good(name)]));

const stagedFor = (run: string) => [...systems.books.staging.keys()].filter((name) => name.startsWith(run));
const quarantinedFor = (run: string) => [...systems.books.quarantine].filter(([name]) => name.startsWith(run));
const edgesOf = (run: string) => [...systems.books.edges.values()].filter((edge) => edge.run === run);
const standing = (run: string) => edgesOf(run).filter(({ retracted }) => !retracted);
const versionsOf = (run: string) => [...systems.books.versions.values()].filter((version) => version.run === run);
const golden = async (run: string, name: string) => {
  const { told, kept } = await shipped.golden(run, name);
  expect(told).toEqual(kept);
};

function expectNothingLeft(run: string): void {
  expect(stagedFor(run)).toEqual([]);
  expect(standing(run)).toEqual([]);
  expect(versionsOf(run).filter(({ withdrawn }) => !withdrawn)).toEqual([]);
}

test('a day whose partitions are all good is published, and each output says which input it was made of', async () => {
  const day = four();
  const run = await land('orders', day);
  expect(await shipped.ended(run)).toMatchObject({
    status: 'SUCCEEDED',
    output: { value: { verdict: 'complete', published: 4, landed: 4 } },
  });
  const [version] = versionsOf(run);
  expect(version!.partitions).toHaveLength(4);
  const made = standing(run).toSorted((a, b) => (a.output.name < b.output.name ? -1 : 1));
  expect(made.map(({ output }) => output.digest)).toEqual(version!.partitions.map(({ digest }) => digest));
  expect(made.map(({ inputs }) => inputs)).toEqual(
    Object.entries(day).map(([name, rows]) => [{ name: `source/orders/${DAY}/${name}`, digest: digestOf(rows) }]),
  );
  expect(systems.books.registered).toMatchObject([{ dataset: 'orders', verdict: 'complete', partitions: 4 }]);
  expect(stagedFor(run)).toEqual([]);
  await golden(run, 'published');
});

test('a partition of bad quality is quarantined with the reason, and the others are published without it', async () => {
  const run = await land('orders', { ...four(), p3: twice });
  expect(await shipped.ended(run)).toMatchObject({
    status: 'SUCCEEDED',
    output: { value: { verdict: 'partial', published: 3, landed: 4 } },
  });
  expect(quarantinedFor(run)).toEqual([
    [`${run}/p3`, { digest: expect.any(String), because: expect.stringContaining('counted twice') }],
  ]);
  expect(versionsOf(run)[0]!.partitions.map(({ partition }) => partition)).toEqual(['p1', 'p2', 'p4']);
  expect(stagedFor(run)).toEqual([]);
  await golden(run, 'one-quarantined');
});

test('a partition that cannot be read waits in the exception queue, and the others are published', async () => {
  systems.books.unreadable.add(`clicks/${DAY}/p2`);
  const run = await land('clicks', four());
  expect(await shipped.ended(run)).toMatchObject({
    status: 'SUCCEEDED',
    output: { value: { verdict: 'partial', published: 3, landed: 4 } },
  });
  const exceptions = (await shipped.product.exceptions()).filter((each) => each.run === run);
  expect(exceptions).toMatchObject([{ error: { name: 'PartitionUnreadable' } }]);
  expect(stagedFor(run)).toEqual([]);
});

test('too many bad partitions: nothing is published, and only the quarantine keeps something', async () => {
  const before = systems.books.current.get('orders');
  const run = await land('orders', { ...four(), p1: [], p3: [row('o-1', null), row('o-2')] });
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'TooManyBad' } });
  expectNothingLeft(run);
  expect(quarantinedFor(run)).toHaveLength(2);
  expect(systems.books.current.get('orders')).toBe(before);
  await golden(run, 'too-many-bad');
});

test('too many that cannot be read: the run is an exception, and what was staged is discarded', async () => {
  for (const name of ['p1', 'p2']) systems.books.unreadable.add(`visits/${DAY}/${name}`);
  const run = await land('visits', four());
  expect(await shipped.ended(run)).toMatchObject({ status: 'EXCEPTED', reason: { name: 'ItemsFailed' } });
  expectNothingLeft(run);
});

test('an input that changes between reading and publishing breaks the lineage, and nothing is left behind', async () => {
  const before = systems.books.current.get('orders');
  systems.books.repairs.set(`orders/${DAY}/p4`, [row('p4-1'), row('p4-2', 'C-9')]);
  const run = await land('orders', four());
  expect(await shipped.ended(run)).toMatchObject({
    status: 'REJECTED',
    reason: { name: 'LineageBroken', message: expect.stringContaining('p4 was ') },
  });
  expect(edgesOf(run)).toHaveLength(4);
  expectNothingLeft(run);
  expect(versionsOf(run)).toEqual([]);
  expect(systems.books.current.get('orders')).toBe(before);
  systems.books.repairs.clear();
  await golden(run, 'lineage-broken');
});

test('a source that offers what readers of the contract cannot read is refused before a row is read', async () => {
  const kept = systems.books.offered;
  const { amountMinor: _, ...others } = CONTRACT.properties;
  systems.books.offered = {
    version: '2',
    schema: { ...CONTRACT, properties: { ...others, amountMinor: { type: 'string' } } },
  };
  const run = await land('orders', four());
  expect(await shipped.ended(run)).toMatchObject({
    status: 'REJECTED',
    reason: { name: 'ContractBroken', message: expect.stringContaining('amountMinor') },
  });
  expectNothingLeft(run);
  systems.books.offered = kept;
});

test('a version that the catalogue refuses is swapped back to the one before it', async () => {
  const before = systems.books.current.get('orders');
  systems.books.closed.add('orders');
  const run = await land('orders', four());
  expect(await shipped.ended(run)).toMatchObject({ status: 'REJECTED', reason: { name: 'VersionRefused' } });
  expect(versionsOf(run)).toMatchObject([{ withdrawn: true }]);
  expectNothingLeft(run);
  expect(systems.books.current.get('orders')).toBe(before);
  systems.books.closed.clear();
  await golden(run, 'swapped-back');
});

test('answers that are lost on the way are each one effect, and the day is published once', async () => {
  systems.services.lake.fault('PUT /staging/:run/:partition', 'lost', 'busy', 'broken');
  systems.services.lake.fault('POST /datasets/:dataset/versions', 'lost', 'broken');
  systems.services.lineage.fault('POST /edges', 'down', 'lost');
  systems.services.catalog.fault('POST /datasets/:dataset/versions', 'lost');
  const run = await land('returns', four());
  expect(await shipped.ended(run)).toMatchObject({ status: 'SUCCEEDED', output: { value: { published: 4 } } });
  expect(versionsOf(run)).toHaveLength(1);
  expect(edgesOf(run)).toHaveLength(4);
  expect(systems.books.registered.filter(({ dataset }) => dataset === 'returns')).toHaveLength(1);
});
