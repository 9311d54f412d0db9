import { findCountries } from '../../documents/countries.ts';
import { findDates } from '../../documents/dates.ts';
import { findIbans, findVatIds } from '../../documents/identifiers.ts';
import { cellBelow, type Label, places, plain } from './labels.ts';
import { bestName, isCompany, isName } from './names.ts';
import { type Cell, type Sheet, trust } from './page.ts';

export type Parties = {
  supplier: { name?: string; taxId?: string; iban?: string; country?: string; sure: number };
  customer: { name?: string; country?: string; sure: number };
};

/** Who sells and who buys: by their labels, else the seller is who heads the page and is named again at its foot or in the payment details. */
export function findParties(sheet: Sheet, labels: Label[]): Parties {
  const named = labelled(sheet, labels, ['customer']);
  const mine = labelled(sheet, labels, ['supplier']);
  const customer = named ?? underSender(sheet, labels) ?? labelled(sheet, labels, ['shipTo']);
  const theirs = customer ? block(sheet, customer.cell) : [];
  const supplier = mine ? { name: mine.name, cell: mine.cell, sure: 0.96 } : bestName(sheet, labels, theirs);
  const own = supplier ? block(sheet, supplier.cell) : [];
  const rest = sheet.rows.flatMap((row) => row.cells).filter((cell) => !theirs.includes(cell));
  return {
    supplier: {
      ...(supplier && { name: supplier.name }),
      ...identity(own, rest),
      sure: supplier ? supplier.sure * trust(sheet, [supplier.cell], supplier.name) : 0,
    },
    customer: {
      ...(customer && { name: customer.name }),
      ...country(theirs),
      sure: customer ? 0.92 * trust(sheet, [customer.cell], customer.name) : 0,
    },
  };
}

/** Beside or below the label; of two names the one with the form of a company, as the other may be the heading of the next column. */
function labelled(sheet: Sheet, labels: Label[], meanings: string[]): { name: string; cell: Cell } | undefined {
  for (const label of labels.filter((one) => meanings.includes(one.meaning))) {
    const names = places(label, sheet.rows, labels)
      .map(({ text, cell }) => ({ name: text.split(/\s*[|·•]\s*/)[0]!.replace(/[,;:]$/, ''), cell }))
      .filter(({ name }) => isName(name));
    if (names.length > 0) return names.find(({ name }) => isCompany(name)) ?? names[0];
  }
  return undefined;
}

/** In letters the buyer's address has no label: it stands under the small line with the seller's address, for the window of the envelope. */
function underSender(sheet: Sheet, labels: Label[]): { name: string; cell: Cell } | undefined {
  const sender = sheet.rows
    .flatMap((row) => row.cells)
    .find((cell) => cell.row < 30 && / [·•|] .*\d/.test(cell.text) && isName(cell.text.split(/ [·•|] /)[0]!));
  const under = sender && cellBelow(sender, sheet.rows, 4);
  return under && isName(under.text) && !labels.some((label) => label.cell === under)
    ? { name: under.text, cell: under }
    : undefined;
}

/** The cells below a name in its column: the address that belongs to it. */
function block(sheet: Sheet, first: Cell): Cell[] {
  const cells = [first];
  let gap = 0;
  for (const row of sheet.rows.slice(first.row + 1, first.row + 9)) {
    const next =
      row.cells.find((cell) => Math.abs(cell.from - first.from) <= 3) ??
      row.cells.find((cell) => cell.from < first.to && cell.to > first.from);
    if (!next) {
      if (++gap > 1) break;
      continue;
    }
    if (gap > 0 && cells.length > 1) break;
    cells.push(next);
    gap = 0;
  }
  return cells;
}

const textOf = (cells: Cell[]) => cells.map((cell) => cell.text).join('\n');

/** Tax number, bank account and country of the seller: what stands in the buyer's address is left out. */
function identity(own: Cell[], rest: Cell[]): { taxId?: string; iban?: string; country?: string } {
  const text = textOf(rest);
  const [account] = findIbans(text);
  const vat =
    findVatIds(textOf(own))[0] ??
    findVatIds(
      rest
        .map((cell) =>
          /\b(vat|ust|tva|iva|btw|nip|moms|tax|mwst|uid|p\.?iva)/i.test(plain(cell.text)) ? cell.text : '',
        )
        .join('\n'),
    )[0] ??
    findVatIds(text).find((one) => one.checked);
  const place = country(own).country ?? vat?.country ?? account?.iban.slice(0, 2) ?? footer(rest);
  const tax = vat?.id ?? otherTaxId(text);
  return { ...(tax && { taxId: tax }), ...(account && { iban: account.iban }), ...(place && { country: place }) };
}

/** Numbers of tax offices that carry no country: EIN, ABN, NIP and their like. */
function otherTaxId(text: string): string | undefined {
  return /\b(?:EIN|ABN(?= ?[:\d])|NIP|Tax ID|Federal Tax ID|GST(?: No\.?)?|Steuernummer|St\.-?Nr\.?)[:\s.#]*([A-Z0-9][A-Z0-9 \-/]{6,18}\d)/i
    .exec(text)?.[1]
    ?.trim();
}

function country(cells: Cell[]): { country?: string } {
  const found = findCountries(textOf(cells.slice(0, 8)).replace(/^.*\n?/, (first) => (cells.length > 1 ? '' : first)));
  const prefix = /\b(D|A|CH|F|I|NL|B|L|PL|DK|SE|ES|AT|BE|DE|FR|IT)-\d{4,5}\b/.exec(textOf(cells))?.[1];
  const code = prefix && ({ D: 'DE', A: 'AT', F: 'FR', I: 'IT', B: 'BE', L: 'LU' }[prefix] ?? prefix);
  const last = found.at(-1) ?? code;
  return last ? { country: last } : {};
}

/** The last lines of the page often repeat the seller's address. */
function footer(cells: Cell[]): string | undefined {
  const last = cells.slice(-6).filter((cell) => findDates(cell.text).length === 0);
  return findCountries(textOf(last))[0];
}
