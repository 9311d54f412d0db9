import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';
import type { RegionClock } from '../../lib/region/clock.ts';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import { productAssembly } from './assembly.ts';
import { MODELS } from './models.ts';

const documents = join(import.meta.dirname, '../../statemachines/document-processing/documents');

export type Row = Record<string, NativeAttributeValue> & { pk: string; sk: string };

/** A row of a run, as the ledger keeps it. */
export interface RunRow extends Row {
  run: string;
  status: string;
  reason?: { name: string; message: string; step?: string };
}

export type Call = (service: string, operation: string, input: object) => ReturnType<RunningRegion['call']>;

/** The deployed product in a region of its own, over a folder that is removed at the end. */
export interface Product extends ReturnType<typeof doors> {
  region: RunningRegion;
  assembly: string;
  logged: string[];
  remove(): Promise<void>;
}

/** In real time unless a clock is given, and with document processing unless other workflows are named. */
export const startProduct = async (clock?: RegionClock, workflows?: readonly string[]): Promise<Product> =>
  startAssembly(await productAssembly(workflows), clock);

/** The same over any assembly. */
export async function startAssembly(assembly: string, clock?: RegionClock): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'product-'));
  const logged: string[] = [];
  const log = (level: string, message: string) => void logged.push(`${level}: ${message}`);
  const region = await createRegion({ dataDir, log, models: MODELS, ...(clock && { clock }) });
  await region.deploy(assembly);
  const remove = async () => {
    await region.stop();
    for (const folder of [dataDir, assembly]) rmSync(folder, { recursive: true, force: true });
  };
  const call: Call = (service, operation, input) => region.call({ kind: 'root' }, service, operation, input);
  return { region, assembly, logged, remove, ...doors(call, () => region.outputs, logged) };
}

/** What a test does with a deployment and asks of it, given a client with all rights. */
export function doors(call: Call, outputs: () => RunningRegion['outputs'], logged: readonly string[] = []) {
  const output = (name: RegExp): string => {
    const found = Object.values(outputs()).flatMap((stack) => Object.entries(stack ?? {}));
    return String(found.find(([key]) => name.test(key))?.[1]);
  };
  const rows = async (TableName: string): Promise<Row[]> => {
    const { Items } = await call('dynamodb', 'Scan', { TableName, ConsistentRead: true });
    return Items.map((item: Parameters<typeof unmarshall>[0]) => unmarshall(item) as Row);
  };
  const ledger = () => rows(output(/^ExportsOutputRefTable/));
  const payables = () => rows(output(/^ExportsOutputRefPayables/));
  const inbox = () => output(/^ExportsOutputRefInbox/);
  const runs = async (key?: string): Promise<RunRow[]> => {
    const found = (await ledger()).filter(({ sk }) => sk === 'RUN') as RunRow[];
    return found.filter(({ input }) => key === undefined || input?.value?.key === key);
  };
  return {
    call,
    output,
    inbox,
    ledger,
    payables,
    runs,
    /** Drops an object in the inbox, by default one of the shipped documents, and gives its key. */
    async drop(name: string, Body: Uint8Array = readFileSync(join(documents, name)), ContentType?: string) {
      const Key = `post/${basename(name)}`;
      const put = await call('s3', 'PutObject', { Bucket: inbox(), Key, Body, ...(ContentType && { ContentType }) });
      return {
        key: Key,
        versionId: String(put.VersionId),
        etag: String(put.ETag).replaceAll('"', ''),
        size: Body.length,
      };
    },
    /** The run of a key, once one is as asked, by default ended. */
    async run(key: string, fits = (row: RunRow) => !['REQUESTED', 'RUNNING'].includes(row.status)): Promise<RunRow> {
      for (const deadline = Date.now() + 60_000; ; ) {
        const found = await runs(key);
        const row = found.find(fits);
        if (row) return row;
        if (Date.now() > deadline)
          throw new Error(`after a minute no run of ${key} is as asked: ${JSON.stringify({ found, logged })}`);
        await setTimeout(100);
      }
    },
    /** Bodies of the messages in the exception queue. */
    async exceptions(): Promise<{ run: string; error: { name: string; message: string } }[]> {
      const QueueUrl = output(/^ExportsOutputRefExceptions/);
      const received = await call('sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
      return (received.Messages ?? []).map(({ Body }: { Body: string }) => JSON.parse(Body));
    },
    objects: async (Bucket: string): Promise<string[]> => {
      const { Contents = [] } = await call('s3', 'ListObjectsV2', { Bucket });
      return Contents.map(({ Key }: { Key: string }) => Key);
    },
  };
}
