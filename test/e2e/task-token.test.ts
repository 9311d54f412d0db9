import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { connectTo } from '../../lib/cli/api.ts';
import { readCases } from '../../lib/cli/demo/cases.ts';
import { decideMails } from '../../lib/cli/demo/reviewer.ts';
import { doors } from '../../lib/cli/local.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;

jest.setTimeout(180_000);
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.remove());

interface Mail {
  id: string;
  text: string;
}

const mails = async (mailbox: string) => (await (await fetch(`${mailbox}messages`)).json()) as Mail[];

/** The token that Step Functions waits for, from the history of the run's execution. */
async function tokenOf(run: string): Promise<string> {
  const { stateMachines } = await product.call('states', 'ListStateMachines', {});
  for (const { stateMachineArn } of stateMachines) {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${run}`;
    const history = await product.call('states', 'GetExecutionHistory', { executionArn }).catch(() => undefined);
    const token = /"taskToken\\?":\s*\\?"([^"\\]+)/.exec(JSON.stringify(history ?? ''))?.[1];
    if (token) return token;
  }
  throw new Error(`no execution of ${run} waits for a token`);
}

/** The names of the tables and files in which the region stores a text, in any of the forms it could have. */
function placesOf(text: string): string[] {
  const forms = [text, encodeURIComponent(text), Buffer.from(text).toString('base64').replace(/=+$/, '')];
  const has = (value: unknown) => {
    const bytes = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
    return forms.some((form) => bytes.includes(form));
  };
  const { store, dataDir } = product.region.region;
  const tables = store.db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const holding = tables.filter(({ name }) =>
    store.db
      .prepare(`SELECT * FROM "${name}"`)
      .all()
      .some((row) => Object.values(row).some(has)),
  );
  const files = filesBelow(dataDir).filter((file) => !/region\.sqlite/.test(file) && has(readFileSync(file)));
  return [...holding.map(({ name }) => String(name)), ...files];
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

test('after a reviewed run the task token stands in no log, mail, page, object, message or row: in Step Functions alone', async () => {
  const local = await doors(product.region);
  const api = await connectTo(local.url, local.client);
  const one = readCases().find(({ name }) => name === 'grange-wrong-total.pdf')!;
  const { key } = await product.drop(one.name);
  const waiting = ({ status }: { status: string }) => status === 'RUNNING';
  const { run } = await product.run(key, waiting);
  const pages = await pagesWhenAsked(local.mailbox);
  const token = await tokenOf(run);
  const decided = new Set<string>();
  while (decided.size === 0) await decideMails(api, local.mailbox, new Map([[run, one]]), decided);
  expect(await product.run(key)).toMatchObject({ status: 'SUCCEEDED' });

  const places = placesOf(token);
  expect(places.length).toBeGreaterThan(0);
  expect(places.filter((place) => !place.startsWith('states_'))).toEqual([]);
  expect(pages.filter((page) => page.includes(token))).toEqual([]);
  expect(JSON.stringify(await api.get(`/v1/executions/${run}`))).not.toContain(token);
  expect(product.logged.filter((line) => line.includes(token))).toEqual([]);
});

/** The mail that asks for the decision, and the page behind its link. */
async function pagesWhenAsked(mailbox: string): Promise<string[]> {
  for (;;) {
    const texts = (await mails(mailbox)).map(({ text }) => text);
    const link = texts.map((text) => /https?:\/\/\S+\/approve\/[\w-]+/.exec(text)?.[0]).find(Boolean);
    if (link) return [...texts, await (await fetch(link)).text()];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
