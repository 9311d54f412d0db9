import { jest } from '@jest/globals';
import { rules } from '../../lib/agents/rules/rules.ts';
import { type Fields, SURE } from '../../lib/documents/fields.ts';
import { stopOcr } from '../../lib/documents/ocr.ts';
import { documentPrompt } from '../../lib/documents/prompt.ts';
import { turn } from '../../lib/documents/raster.ts';
import { readDocument } from '../../lib/documents/read.ts';
import { scanned, toJpeg, toPng, type Wear } from '../../statemachines/document-processing/documents/maker/wear.ts';
import { heldOut } from '../documents/heldout/measure.ts';
import { type Font, isPrintable, print } from '../documents/heldout/print.ts';
import { score, type Verdict } from '../documents/heldout/score.ts';

// Layouts that are not among the samples, as PDFs and as scans of falling quality.

jest.setTimeout(120_000);
afterAll(stopOcr);

const FONTS: Font[] = ['Helvetica', 'TimesRoman', 'Courier'];
const SCANS: Wear[] = [
  { dpi: 300, slant: 0.4, grain: 6, blur: 1, paper: 248 },
  { dpi: 200, slant: -1.1, grain: 16, blur: 1, paper: 240 },
  { dpi: 150, slant: 1.7, grain: 24, blur: 1, paper: 232 },
  { dpi: 100, slant: 0.9, grain: 30, paper: 225 },
];
const papers = heldOut(4711, 1)
  .filter(({ text }) => isPrintable(text))
  .filter((_, i) => i % 17 === 3)
  .slice(0, 8)
  .map((paper, i) => ({ ...paper, font: FONTS[i % 3]!, wear: { ...SCANS[i % 4]!, seed: i } }));

async function verdicts(bytes: Uint8Array, paper: (typeof papers)[number]): Promise<Verdict[]> {
  const text = documentPrompt(await readDocument(bytes));
  const schema = {
    properties: Object.fromEntries(
      ['documentType', 'supplier', 'number', 'issueDate', 'currency', 'total', 'confidence'].map((field) => [
        field,
        {},
      ]),
    ),
  };
  const response = rules({
    messages: [{ role: 'user', content: [{ text }] }],
    toolConfig: { tools: [{ toolSpec: { name: 'submit', inputSchema: { json: schema } } }] },
  });
  return score(
    paper.made.expected,
    (response.output.message.content[0] as { toolUse: { input: Fields } }).toolUse.input,
  );
}

const KEY = ['documentType', 'number', 'issueDate', 'dueDate', 'currency', 'total'];
const wrong = (all: Verdict[]) => all.filter((one) => !one.right && KEY.includes(one.field));

test.each(papers.map((paper) => [paper.name, paper] as const))(
  'a PDF never seen before is read right: %s',
  async (_, paper) => {
    expect(wrong(await verdicts(await print(paper.text, paper.font), paper))).toEqual([]);
  },
);

test.each(papers.map((paper) => [`${paper.wear.dpi} dpi`, paper.name, paper] as const))(
  'a scan at %s is right where it is sure: %s',
  async (_, __, paper) => {
    const picture = await scanned(await print(paper.text, paper.font), 1, paper.wear);
    const bytes = paper.wear.dpi > 150 ? toPng(picture) : toJpeg(picture, 60);
    expect(wrong(await verdicts(bytes, paper)).filter((one) => one.sure >= SURE)).toEqual([]);
  },
);

test.each([1, 2, 3])('a page scanned %d quarter turns off is stood upright', async (quarters) => {
  const [paper] = papers;
  const picture = turn(await scanned(await print(paper!.text, paper!.font), 1, SCANS[1]!), quarters);
  expect(wrong(await verdicts(toPng(picture), paper!)).filter((one) => one.field !== 'dueDate')).toEqual([]);
});

test('a blank page has nothing to read and says so', async () => {
  const blank = toPng({ width: 800, height: 1100, data: new Uint8Array(880_000).fill(250) });
  await expect(readDocument(blank)).rejects.toMatchObject({ code: 'NoText' });
});
