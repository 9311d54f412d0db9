import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { parse } from 'yaml';
import { connectTo } from '../../lib/cli/api/connect.ts';
import { doorsOf } from '../../lib/cli/local/doors.ts';
import { runKey } from '../../lib/engine/keys.ts';
import { type VirtualClock, virtualClock } from '../../lib/region/clock.ts';
import type { Service } from '../systems/service.ts';
import { type HistoryEvent, tellHistory } from './history.ts';
import { type Product, type Row, type RunRow, startProduct } from './product.ts';

const HOUR = 3_600_000;
const OVER: ReadonlySet<string> = new Set(['SUCCEEDED', 'REJECTED', 'EXCEPTED', 'STOPPED']);
const root = join(import.meta.dirname, '../..');

/** A shipped workflow, deployed in a region of its own in virtual time, with its systems. */
export interface Shipped {
  product: Product;
  clock: VirtualClock;
  api: Awaited<ReturnType<typeof connectTo>>;
  /** Asks for a run through the API, or by the event that triggers it; gives its id. */
  start(input: unknown, initiator?: string): Promise<string>;
  event(source: string, detailType: string, detail: unknown): Promise<string>;
  /** Lets time pass until something is so, at most `hours`. */
  until(done: () => Promise<boolean>, hours?: number): Promise<void>;
  /** The run once it is over. */
  ended(run: string, hours?: number): Promise<RunRow>;
  row(run: string): Promise<RunRow>;
  signal(name: string, key: string, body: unknown, id?: string): Promise<unknown>;
  /** The pending approval of a step as its approvers are shown it, once it is there. */
  approval(run: string, step: string): Promise<Record<string, unknown>>;
  /** Mails that somebody has got so far. */
  mailsTo(address: string): Promise<Mail[]>;
  /** Decides the pending approval of a step as somebody who got its mail. */
  decide(run: string, step: string, by: string, answer: Record<string, unknown>): Promise<unknown>;
  /** Holds the history of a run's execution against `statemachines/<workflow>/runs/<name>.history.json`. */
  golden(run: string, name: string): Promise<{ told: unknown; kept: unknown }>;
  remove(): Promise<void>;
}

/** Deploys a workflow of `statemachines/` and says where its systems are. `also`: workflows that it starts. */
export async function startShipped(
  workflow: string,
  systems: Readonly<Record<string, Service>> = {},
  also: readonly string[] = [],
): Promise<Shipped> {
  const clock = virtualClock(Date.UTC(2026, 10, 20, 9));
  const product = await startProduct(clock, [workflow, ...also]);
  const { call } = product;
  for (const each of [workflow, ...also]) {
    for (const name of systemsOf(each)) {
      const { url, token } = systems[name]!;
      const SecretId = `countersign/acme/${each}/${name}`;
      await call('secretsmanager', 'PutSecretValue', { SecretId, SecretString: JSON.stringify({ url, token }) });
    }
  }
  await stopMinutes(product);
  const doors = await doorsOf(product.region);
  // A token lasts for minutes, and time leaps by days.
  const connected = () => connectTo(doors.url, doors.client);
  const api: Shipped['api'] = {
    get: async (...asked) => (await connected()).get(...asked),
    post: async (...asked) => (await connected()).post(...asked),
  };

  const until = async (done: () => Promise<boolean>, hours = 24): Promise<void> => {
    await clock.runUntilIdle({ until: clock.now() + hours * HOUR, done });
    if (!(await done())) throw new Error(`after ${hours} hours it is not so:\n${product.logged.slice(-20).join('\n')}`);
  };
  const TableName = product.output(/^ExportsOutputRefTable/);
  const row = async (run: string): Promise<RunRow> => {
    const { Item } = await call('dynamodb', 'GetItem', { TableName, Key: marshall(runKey('acme', run)) });
    return unmarshall(Item) as RunRow;
  };
  const ended = async (run: string, hours?: number) => {
    await until(async () => OVER.has((await row(run)).status), hours);
    return row(run);
  };
  const requested = async (ask: () => Promise<unknown>): Promise<string> => {
    const before = new Set((await product.runs()).map(({ run }) => run));
    await ask();
    let found: string | undefined;
    await until(async () => {
      found = (await product.runs()).find(({ run }) => !before.has(run))?.run;
      return found !== undefined;
    });
    return found!;
  };
  return {
    product,
    clock,
    api,
    until,
    ended,
    row,
    start: (input, initiator) =>
      requested(() => api.post(`/v1/workflows/${workflow}/execute`, { input, ...(initiator && { initiator }) })),
    event: (Source, DetailType, detail) =>
      requested(async () => {
        const { EventBuses } = await call('events', 'ListEventBuses', {});
        const EventBusName = EventBuses.find(({ Name }: { Name: string }) => Name !== 'default').Name;
        const Entry = { EventBusName, Source, DetailType, Detail: JSON.stringify(detail) };
        await call('events', 'PutEvents', { Entries: [Entry] });
      }),
    signal: (name, key, body, id = `${name}-${key}`) => api.post(`/v1/signals/${name}`, { key, id, body }),
    approval: async (run, step) => {
      const pending = () => pendingIn(product, run, step);
      await until(async () => (await pending()) !== undefined);
      return (await api.get(`/v1/approvals/${run}.${(await pending())!.approval}`)) as Record<string, unknown>;
    },
    mailsTo: async (address) => (await mailsIn(doors.mailbox)).filter(({ to }) => to.includes(address)),
    decide: (run, step, by, answer) =>
      decide({ api, until, product, mailbox: doors.mailbox }, { run, step, by, answer }),
    golden: async (run, name) =>
      golden(await historyOf(product, run), join(root, 'statemachines', workflow, 'runs', `${name}.history.json`)),
    remove: () => product.remove(),
  };
}

/** Names of the systems that a shipped workflow calls. */
function systemsOf(workflow: string): string[] {
  const file = readFileSync(join(root, 'statemachines', workflow, 'workflow.yaml'), 'utf8');
  return Object.keys((parse(file) as { systems?: object }).systems ?? {});
}

/** What runs each minute only mends what a crash left: weeks pass in seconds without it. */
async function stopMinutes({ call }: Product): Promise<void> {
  const { Rules } = await call('events', 'ListRules', {});
  const each = Rules.filter((rule: { ScheduleExpression?: string }) => rule.ScheduleExpression === 'rate(1 minute)');
  for (const { Name } of each) await call('events', 'DisableRule', { Name });
}

export interface Mail {
  to: string[];
  text: string;
}
interface Decision {
  run: string;
  step: string;
  /** Address of the person. */
  by: string;
  answer: Record<string, unknown>;
}

const mailsIn = async (mailbox: string): Promise<Mail[]> =>
  (await (await fetch(`${mailbox}messages`)).json()) as Mail[];

const pendingIn = async (product: Product, run: string, step: string): Promise<Row | undefined> =>
  (await product.ledger()).find(
    (row) => row.run === run && row.step === step && row.sk.startsWith('APPROVAL#') && row.status === 'PENDING',
  );

/** Waits for the mail, follows its link with its code, and decides what it shows. */
export async function decide(
  { api, until, product, mailbox }: Pick<Shipped, 'api' | 'until' | 'product'> & { mailbox: string },
  { run, step, by, answer }: Decision,
): Promise<unknown> {
  const approval = () => pendingIn(product, run, step);
  const letter = async () => {
    const mails = await mailsIn(mailbox);
    const title = String((await approval())?.shown.value.title);
    return mails.find(({ to, text }) => to.includes(by) && text.includes(title));
  };
  await until(async () => (await approval()) !== undefined && (await letter()) !== undefined);
  const id = `${run}.${(await approval())!.approval}`;
  const { text } = (await letter())!;
  const link = /https?:\/\/\S+\/approve\/[\w-]+/.exec(text)![0];
  const code = /one-time code is (\d{4} \d{4})/.exec(text)![1];
  const { digest } = (await api.get(`/v1/approvals/${id}`)) as { digest: string };
  return api.post(`/v1/approvals/${id}/decision`, { digest, link, code, ...answer });
}

async function historyOf({ call }: Product, run: string): Promise<HistoryEvent[]> {
  const { stateMachines } = await call('states', 'ListStateMachines', {});
  for (const { stateMachineArn } of stateMachines) {
    const { executions } = await call('states', 'ListExecutions', { stateMachineArn });
    const execution = executions.find(({ name }: { name: string }) => name === run);
    if (!execution) continue;
    const { events } = await call('states', 'GetExecutionHistory', {
      executionArn: execution.executionArn,
      maxResults: 1000,
    });
    return events;
  }
  throw new Error(`no execution is called ${run}`);
}

/** `UPDATE_GOLDEN=1` writes it anew; whoever does reads it, too. */
function golden(events: readonly HistoryEvent[], file: string): { told: unknown; kept: unknown } {
  const told = tellHistory(events);
  if (process.env.UPDATE_GOLDEN || !existsSync(file)) {
    if (process.env.CI) throw new Error(`there is no golden history ${file}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(told, null, 2)}\n`);
  }
  return { told, kept: JSON.parse(readFileSync(file, 'utf8')) };
}
