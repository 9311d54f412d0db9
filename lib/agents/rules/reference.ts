import { findDates } from '../../documents/dates.ts';
import { type Label, labelsOf, type Place, places, plain } from './labels.ts';
import { type Cell, type Sheet, trust } from './page.ts';
import type { Meaning } from './words.ts';

type Candidate = { value: string; weight: number; cells: Cell[] };

const PATTERN = /^(?:[A-Z]{1,5}\.? ?(?=[\d/-]))?[\p{L}\d][\p{L}\d]*(?:(?: ?[/\-_.] ?|\/)[\p{L}\d]+)*/u;
const TITLED =
  /\b(?:invoice|rechnung|facture|factura|fattura|factuur|faktura(?: vat)?|fatura|receipt|credit note|credit memo|gutschrift|avoir|creditnota|nota de credito|nota di credito|bill)(?:(?: nr| no| n[o.]*| number)(?![a-z]))?[ .:#]*(?=[a-z]{0,6}[-/ ]?\d)/;

/** The document's own number and how sure it is; undefined when none is labelled. `own` is the label that counts: an order number only on an order. */
export function findReference(
  sheet: Sheet,
  labels: Label[],
  own: Meaning = 'number',
): { value: string; sure: number; row: number } | undefined {
  const candidates = [...labelled(sheet, labels, own), ...titled(sheet), ...besideTitle(sheet)].sort(
    (a, b) => b.weight - a.weight,
  );
  const [best] = candidates;
  if (!best) return undefined;
  const rivals = candidates.filter((one) => one.value !== best.value && one.weight > best.weight - 0.05);
  const repeated = occurrences(sheet.text, best.value) > 1;
  const sure = Math.min(rivals.length > 0 ? 0.65 : best.weight + (repeated ? 0.02 : 0), 0.98);
  return {
    value: best.value,
    sure:
      sure * trust(sheet, best.cells, best.value) * (sheet.source === 'ocr' && !repeated ? mistakable(best.value) : 1),
    row: best.cells[0]!.row,
  };
}

function labelled(sheet: Sheet, labels: Label[], own: Meaning): Candidate[] {
  return labels
    .filter((label) => label.meaning === own || label.meaning === 'anyNumber')
    .flatMap((label) => {
      const weight = label.meaning === own ? 0.96 : 0.75;
      for (const place of places(label, sheet.rows, labels)) {
        const value = read(place);
        if (value)
          return [
            {
              value,
              weight: weight - (place.where === 'below' && !isHeading(label, sheet) ? 0.04 : 0),
              cells: [place.cell],
            },
          ];
      }
      return [];
    });
}

/** A label that has other labels beside it is the head of a column: its value stands below as a matter of course. */
const isHeading = (label: Label, sheet: Sheet) => sheet.rows[label.cell.row]!.cells.length > 1;

function titled(sheet: Sheet): Candidate[] {
  return sheet.rows
    .flatMap((row) => row.cells)
    .flatMap((cell) => {
      const match = TITLED.exec(plain(cell.text));
      if (!match || match.index > 20) return [];
      const value = read({ text: cell.text.slice(match.index + match[0].length), cell, where: 'inside' });
      return value ? [{ value, weight: 0.94, cells: [cell] }] : [];
    });
}

const TITLE =
  /^(?:(?:tax|vat|sales|commercial) )?(?:invoice|rechnung|facture|factura|fattura|factuur|faktura(?: vat)?|fatura|receipt|credit note|gutschrift|avoir)$/;

/** A title with something like a number beside it: likely, and surer when it has the shape of one. */
function besideTitle(sheet: Sheet): Candidate[] {
  return sheet.rows.flatMap((row) =>
    row.cells.flatMap((cell, i) => {
      const next = row.cells[i + 1];
      const value = next && TITLE.test(plain(cell.text)) && read({ text: next.text, cell: next, where: 'right' });
      if (!value || value.length < next.text.length - 2 || labelsOf(next).length > 0) return [];
      return [{ value, weight: /^[A-Z]{1,4}[-/ ]?\d{3,}|^\d{4}[-/]\d{3,}$/.test(value) ? 0.91 : 0.86, cells: [next] }];
    }),
  );
}

/** The number at the start of a place: with a digit, no date, no amount, no telephone number. */
function read({ text }: Place): string | undefined {
  const start = text.replace(/^(?:(?:nr|no|n)[.°ºo]*[\s:]+|[#:№\s]+)/i, '');
  const match = PATTERN.exec(start)?.[0];
  if (!match || !/\d/.test(match)) return undefined;
  const value = match.replace(/[.\-/ ]+$/, '');
  const [date] = findDates(start);
  if (date && date.index === 0 && date.text.length >= value.length) return undefined;
  if (/^[.,]\d{2}(?!\d)|^\s?%/.test(start.slice(match.length))) return undefined;
  return value.length >= 1 && value.length <= 30 ? value.replace(/ ?([/\-_.]) ?/g, '$1') : undefined;
}

const occurrences = (text: string, value: string) => text.split(value).length - 1;

/** Letters and figures that look alike, side by side, are where recognition errs without noticing. */
function mistakable(value: string): number {
  const mixed = value
    .split(/[^\p{L}\d]+/u)
    .some((part) => /\d/.test(part) && /[OIlSBZQG]/.test(part.replace(/^[A-Z]{2,}(?=\d{2})/, '')));
  return mixed ? 0.9 : 1;
}
