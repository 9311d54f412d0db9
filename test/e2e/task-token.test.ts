import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { apiOf } from '../support/api.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;

jest.setTimeout(180_000);
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.remove());

/** The texts of all mails that were sent. */
const mails = async (): Promise<string[]> => {
  const answer = await fetch(`${product.region.endpoint}/_region/ses/messages`);
  return ((await answer.json()) as { text: string }[]).map(({ text }) => text);
};

/** What the mail that asks for a decision gives its reader, once it is there. */
async function asked(): Promise<{ link: string; code: string }> {
  for (;;) {
    for (const text of await mails()) {
      const link = /https?:\/\/\S+\/approve\/[\w-]+/.exec(text)?.[0];
      const code = /\b\d{4} \d{4}\b/.exec(text)?.[0];
      if (link && code) return { link, code };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

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
  const api = await apiOf(product);
  const { key } = await product.drop('grange-wrong-total.pdf');
  const { link, code } = await asked();
  const page = await (await fetch(link)).text();
  const run = String((await product.runs(key))[0]?.run);
  const token = await tokenOf(run);
  const [{ id }] = (await api.get('/v1/approvals')).items;
  const shown = await api.get(`/v1/approvals/${id}`);
  await api.post(`/v1/approvals/${id}/decision`, { decision: 'approve', digest: shown.digest, link, code });
  await product.run(key);

  const steps = (await product.ledger()).map(({ sk }) => sk);
  expect(steps).toContain('STEP#confirm');
  const places = placesOf(token);
  expect(places.length).toBeGreaterThan(0);
  expect(places.filter((place) => !place.startsWith('states_'))).toEqual([]);
  expect(page).toContain('Grange');
  const seen = [
    page,
    shown,
    await api.get(`/v1/executions/${run}`),
    await api.get('/v1/approvals'),
    await mails(),
    product.logged,
  ];
  expect(seen.filter((one) => JSON.stringify(one).includes(token))).toEqual([]);
});
