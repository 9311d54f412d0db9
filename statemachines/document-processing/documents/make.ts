/**
 * Makes the sample documents beside this file, each with what a person reads off it and how its run should end.
 * Run by hand: `node statemachines/document-processing/documents/make.ts`. The same files come out every time.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from './maker/bill.ts';
import { letter } from './maker/letter.ts';
import { pictured, type Sample, written } from './maker/samples.ts';
import { photographed, scanned, toJpeg, toPng, toScanPdf } from './maker/wear.ts';

const save = (name: string, content: Uint8Array | string) => writeFileSync(join(import.meta.dirname, name), content);
const expectation = (name: string, what: object) => save(`${name}.expected.json`, `${JSON.stringify(what, null, 2)}\n`);
const draw = ({ bill, layout, manner }: Sample) => layout(bill, manner);

function expected({ bill, ends, reason, decision }: Sample) {
  const fields = fieldsOf(bill);
  const { documentType, supplier, number, issueDate, currency, lines, total } = fields;
  const corrections =
    decision === 'correct' ? { documentType, supplier, number, issueDate, currency, lines, total } : undefined;
  return {
    ends,
    ...(reason && { reason }),
    fields,
    ...(decision && { review: { decision, ...(corrections && { corrections }) } }),
  };
}

for (const [name, sample] of Object.entries(written)) {
  save(`${name}.pdf`, await draw(sample));
  expectation(name, expected(sample));
}

const { caddis, sumiya, tessera, kitchen } = pictured;
save(
  'caddis-scan.pdf',
  await toScanPdf(
    [await scanned(await draw(caddis), 1, { dpi: 200, slant: 0.8, grain: 10, blur: 1, paper: 240, seed: 3 })],
    62,
  ),
);
expectation('caddis-scan', expected(caddis));

save(
  'sumiya-fax.png',
  toPng(threshold(await scanned(await draw(sumiya), 1, { dpi: 200, slant: -1.2, grain: 30, specks: 0.002, seed: 7 }))),
);
expectation('sumiya-fax', expected(sumiya));

save(
  'tessera-poor-scan.jpg',
  toJpeg(await scanned(await draw(tessera), 1, { dpi: 104, slant: 2.3, grain: 42, blur: 1, paper: 215, seed: 11 }), 45),
);
expectation('tessera-poor-scan', expected(tessera));

const receipt = await scanned(await draw(kitchen), 1, { dpi: 300, blur: 1, grain: 6, paper: 250, seed: 5 });
save(
  'kettle-receipt-photo.jpg',
  toJpeg(
    photographed(
      receipt,
      [1100, 1500],
      [
        [215, 130],
        [850, 95],
        [905, 1395],
        [180, 1420],
      ],
      13,
    ),
    68,
  ),
);
expectation('kettle-receipt-photo', expected(kitchen));

save('hollis-letter.pdf', await letter());
expectation('hollis-letter', { ends: 'exception', reason: 'NotAnInvoice', fields: { documentType: 'letter' } });

save('truncated.pdf', (await draw(written['harlow-usd']!)).slice(0, 900));
expectation('truncated', { ends: 'exception', reason: 'DamagedFile' });

save('empty.pdf', '');
expectation('empty', { ends: 'exception', reason: 'EmptyFile' });

/** A fax knows black and white only. */
function threshold<T extends { data: Uint8Array }>(image: T): T {
  return { ...image, data: image.data.map((value) => (value < 150 ? 0 : 255)) };
}
