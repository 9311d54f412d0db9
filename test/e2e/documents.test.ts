import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { rules } from '../../lib/agents/rules/rules.ts';
import { checkArithmetic } from '../../lib/documents/arithmetic.ts';
import { type Fields, SURE, unsure } from '../../lib/documents/fields.ts';
import { stopOcr } from '../../lib/documents/ocr.ts';
import { decodePng } from '../../lib/documents/png.ts';
import { DocumentProblem } from '../../lib/documents/problem.ts';
import { documentPrompt } from '../../lib/documents/prompt.ts';
import { readDocument } from '../../lib/documents/read.ts';
import { renderPage } from '../../lib/documents/render.ts';
import { type Expected, score } from '../documents/heldout/score.ts';

// The shipped samples, through reading, recognition and rules, without a workflow around them.

const folder = join(import.meta.dirname, '../../statemachines/document-processing/documents');
const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../lib/documents/invoice.schema.json'), 'utf8'));
type Expectation = { ends: 'done' | 'reviewed' | 'rejected' | 'exception'; reason?: string; fields?: Expected };

const samples = readdirSync(folder)
  .filter((name) => /\.(pdf|png|jpg)$/.test(name))
  .map((name) => ({
    name,
    expected: JSON.parse(readFileSync(join(folder, name.replace(/\.\w+$/, '.expected.json')), 'utf8')) as Expectation,
  }));
const having = (...ends: Expectation['ends'][]) =>
  samples.filter(({ expected }) => ends.includes(expected.ends)).map(({ name, expected }) => [name, expected] as const);

async function fieldsOf(name: string): Promise<Fields> {
  const prompt = documentPrompt(await readDocument(readFileSync(join(folder, name))));
  const response = rules({
    messages: [{ role: 'user', content: [{ text: prompt }] }],
    toolConfig: { tools: [{ toolSpec: { name: 'submit', inputSchema: { json: schema } } }] },
  });
  return (response.output.message.content[0] as { toolUse: { input: Fields } }).toolUse.input;
}

const wrong = (expected: Expected, fields: Fields) =>
  score(expected, fields).filter((one) => !one.right && !one.field.includes('.'));

afterAll(stopOcr);
jest.setTimeout(120_000);

test.each(having('done', 'rejected'))(
  '%s is read right in every field and needs nobody',
  async (name, { fields: expected }) => {
    const fields = await fieldsOf(name);
    expect(wrong(expected!, fields)).toEqual([]);
    expect(unsure(fields)).toEqual([]);
    expect(checkArithmetic(fields)).toEqual({ agrees: true, differences: [] });
  },
);

test.each(having('reviewed'))(
  '%s goes to a person, and what it is sure of is right',
  async (name, { fields: expected }) => {
    const fields = await fieldsOf(name);
    expect(unsure(fields).length > 0 || !checkArithmetic(fields).agrees).toBe(true);
    expect(wrong(expected!, fields).filter((one) => one.sure >= SURE)).toEqual([]);
  },
);

test.each(having('exception'))('%s ends as an exception that says why', async (name, { reason }) => {
  const outcome = await fieldsOf(name).catch((problem: unknown) => problem);
  if (outcome instanceof DocumentProblem) expect(outcome.code).toBe(reason);
  else expect([reason, (outcome as Fields).documentType]).toEqual(['NotAnInvoice', 'letter']);
});

test.each(['lindner-eur.pdf', 'sumiya-fax.png', 'kettle-receipt-photo.jpg'])(
  '%s is drawn as a PNG of the width asked for',
  async (name) => {
    const { width, height } = decodePng(await renderPage(readFileSync(join(folder, name)), 1, 480));
    expect(width).toBe(480);
    expect(height).toBeGreaterThan(500);
  },
);
