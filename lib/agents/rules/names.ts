import { amountsOf } from './amounts.ts';
import { type Label, places, plain } from './labels.ts';
import type { Cell, Sheet } from './page.ts';

const FORMS =
  /(?:^|[\s,])(gmbh(?: & co\.? kg)?|ag|kg|ohg|e\.? ?k\.?|ug|gbr|mbh|se|ltd\.?|limited|plc|llp|llc|l\.l\.c\.|inc\.?|corp\.?|corporation|co\.?|company|pty|s\.?a\.?r\.?l\.?|sas|s\.a\.s\.?|s\.?a\.?|eurl|snc|s\.?r\.?l\.?s?|s\.?p\.?a\.?|s\.?l\.?u?\.?|b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|sp\.? ?z ?o\.? ?o\.?|sp\.? ?j\.?|ab|aktiebolag|oy|oyj|a\/s|aps|as|lda\.?|k\.k\.|kabushiki kaisha|gk|partners|group|holdings?|studio|bank|foundation|e\.?v\.?)(?=$|[\s,.)])/;
const NOT_NAMES =
  /^(invoice|tax invoice|receipt|rechnung|facture|factura|fattura|factuur|faktura|credit|gutschrift|avoir|page|seite|original|copy|duplicate|thank|welcome|statement|purchase|paid|description|date|tel|phone|fax|e-?mail|www|http|bill|ship|from|to|attn|c\/o|re:|subject|dear|vat|iban|bic|total|subtotal|due|terms|payment|terminal|cashier|table|order|quantity|qty|sold|customer|mr|mrs|ms|herr|frau|company confidential|confidential|tax point|proforma|pro forma|quote|store|bon|kassenbon|ticket|scontrino|paragon|kvitto|fiskalny|niefiskalny|sprzedawca|nabywca)\b/;

/** Whether a name carries the form of a company: Ltd, GmbH, S.r.l. */
export const isCompany = (name: string): boolean => FORMS.test(plain(name));

/** Whether a text can be the name of a company or a person. */
export function isName(text: string): boolean {
  const folded = plain(text);
  const letters = folded.replace(/[^a-z]/g, '').length;
  return (
    letters >= 3 &&
    text.length <= 60 &&
    !NOT_NAMES.test(folded) &&
    !/[@%]|www\.|https?:|:\s*$|: /.test(text) &&
    !isAddress(text) &&
    (text.match(/\d/g)?.length ?? 0) <= 4
  );
}

function isAddress(text: string): boolean {
  const folded = plain(text);
  return (
    /^\d+[a-z]?,? |\b\d{4,6}\b|\b(street|str\.?|road|rd\.?|avenue|ave\.?|lane|suite|floor|p\.?o\.? box|rue|calle|via|viale|plaza|piazza|ul\.|weg|platz|laan|straat|gatan|vagen)\b.*\d|(strasse|straat|gatan|weg|gasse|str\.|strase) ?\d|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b/.test(
      folded,
    ) ||
    (/\d/.test(text) && /,/.test(text) && !FORMS.test(folded))
  );
}

type Scored = { name: string; cell: Cell; score: number };

/** The seller's name: high on the page, with the form of a company, named again elsewhere, or named in the payment details. */
export function bestName(
  sheet: Sheet,
  labels: Label[],
  theirs: Cell[],
): { name: string; cell: Cell; sure: number } | undefined {
  const payees = labels
    .filter((label) => label.meaning === 'payee')
    .flatMap((label) =>
      places(label, sheet.rows, labels)
        .slice(0, 1)
        .map((place) => place.text),
    );
  const firstRow = sheet.rows.find((row) => row.cells.length > 0)?.n ?? 0;
  const names = sheet.rows
    .flatMap((row) => row.cells)
    .filter((cell) => !theirs.includes(cell))
    .flatMap((cell) => parts(cell).map((name) => ({ name, cell })));
  const taken = theirs[0]?.text;
  const scored = names
    .filter(
      ({ name, cell }) =>
        isName(name) &&
        name !== taken &&
        !labels.some((label) => label.cell === cell && label.from < 3 && label.meaning !== 'payee') &&
        amountsOf(cell, undefined).length === 0,
    )
    .map(({ name, cell }) => ({ name, cell, score: score(sheet, name, cell, payees, firstRow) }))
    .sort((a, b) => b.score - a.score || a.cell.row - b.cell.row);
  const best = scored[0] && fullest(scored[0], scored);
  if (!best || best.score < 2) return undefined;
  const rival = scored.find((one) => !alike(one.name, best.name) && one.score > best.score - 1);
  return { name: best.name, cell: best.cell, sure: sureness(best.score, rival !== undefined) };
}

const parts = (cell: Cell) =>
  cell.text
    .split(/\s*[|·•]\s*|\s+[-–—]\s+|(?<=\D{4}), (?=\p{L}+.*\d)/u)
    .map((part) => part.trim())
    .filter(Boolean);

function score(sheet: Sheet, name: string, cell: Cell, payees: string[], firstRow: number): number {
  const folded = plain(name);
  const down = cell.row - firstRow;
  const top = down === 0 ? 3 : down <= 2 ? 2 : down <= 8 ? 1 : 0;
  const form = FORMS.test(folded) ? 2.5 : 0;
  const again = plain(sheet.text).split(folded).length > 2 ? 1.5 : 0;
  const payee = payees.some((one) => alike(one, name)) ? 3 : 0;
  const site = sites(sheet.text).some((host) => belongs(host, folded)) ? 1.5 : 0;
  const sentence = (name.match(/(?<= )\p{Ll}{2,}/gu)?.length ?? 0) > 2 ? -4 : 0;
  return top + form + again + payee + site + sentence;
}

/** "Alder & Finch" on the logo and "Alder & Finch GmbH" at the foot are one company: its registered name is the longer. */
function fullest(best: Scored, all: Scored[]): Scored {
  const longer = all.find(
    (one) =>
      one.name !== best.name &&
      plain(one.name).startsWith(`${plain(best.name)} `) &&
      FORMS.test(plain(one.name)) &&
      !FORMS.test(plain(best.name)),
  );
  return longer ? { ...best, name: longer.name, score: best.score + 2.5 } : best;
}

const key = (name: string) =>
  plain(name)
    .replace(FORMS, ' ')
    .replace(/[^a-z0-9]/g, '');
const alike = (a: string, b: string) => key(a) !== '' && (key(a).startsWith(key(b)) || key(b).startsWith(key(a)));
const sites = (text: string) =>
  [...text.toLowerCase().matchAll(/(?:@|www\.|https?:\/\/(?:www\.)?)([a-z0-9-]+)\.[a-z]/g)].map((match) =>
    match[1]!.replace(/[^a-z0-9]/g, ''),
  );
const belongs = (host: string, folded: string) =>
  host.length >= 4 &&
  (folded.replace(/[^a-z0-9]/g, '').startsWith(host) ||
    key(folded).startsWith(host) ||
    (key(folded).length >= 5 && host.startsWith(key(folded))));

function sureness(score: number, rival: boolean): number {
  if (rival) return 0.7;
  return score >= 6.5 ? 0.97 : score >= 5 ? 0.94 : score >= 4 ? 0.92 : 0.75;
}
