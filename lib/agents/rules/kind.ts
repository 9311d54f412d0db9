import type { DocumentType } from '../../documents/fields.ts';
import { plain } from './labels.ts';
import type { Cell, Sheet } from './page.ts';

type Named = Exclude<DocumentType, 'letter' | 'other'> | 'not-booked';

// The names documents call themselves by. `not-booked` are those that look like invoices and must not be paid as such.
const NAMES: [Named, RegExp][] = [
  [
    'credit-note',
    /\b(credit (note|memo)|refund note|gutschrift|storno(rechnung)?|avoir|nota de credito|factura rectificativa|nota di credito|creditnota|creditfactuur|faktura korygujaca|korekta|kreditfaktura|kreditnota)\b/,
  ],
  [
    'not-booked',
    /\b(pro[- ]?forma( invoice)?|quot(e|ation)|estimate|offer|angebot|kostenvoranschlag|devis|presupuesto|preventivo|offerte|oferta|delivery note|packing (slip|list)|lieferschein|bon de livraison|albaran|auftragsbestatigung|order confirmation|mahnung|reminder|remittance advice|zahlungserinnerung|contract|agreement)\b/,
  ],
  [
    'purchase-order',
    /\b(purchase order|bestellung|bon de commande|orden de compra|pedido|ordine (di acquisto|d'acquisto)|inkooporder|zamowienie|inkopsorder)\b/,
  ],
  [
    'statement',
    /\b((account|bank|monthly|customer) statement|statement( of account)?|kontoauszug|releve( de compte)?|extracto( de cuenta)?|estado de cuenta|estratto conto|rekeningoverzicht|rekeningafschrift|wyciag|kontoutdrag)\b/,
  ],
  [
    'receipt',
    /\b((sales |cash |till |payment )?receipt|kassenbon|quittung|kassenbeleg|bon|ticket( de caisse)?|recu|recibo|scontrino|ricevuta|kassabon|paragon( fiskalny)?|kvitto)\b/,
  ],
  [
    'invoice',
    /\b((tax |vat |commercial |sales )?invoice|bill|rechnung(s[- ]?(nr|nummer|datum|betrag))?|facture|factura|fattura|factuur(nummer|datum)?|faktura( vat)?|faktura(nr|nummer|datum)|fatura|hoofdfactuur|lasku)\b/,
  ],
];

/** What a document is and how sure that is: by what it calls itself in a line of its own, else by what it is made of. */
export function classify(
  sheet: Sheet,
  made: { amounts: number; hasTotal: boolean; hasNumber: boolean },
): { type: DocumentType; sure: number } {
  const titles = findTitles(sheet);
  const [best] = titles;
  if (isLetter(sheet, made.amounts) && (!best || best.weight < 3 || made.amounts < 3))
    return { type: 'letter', sure: 0.95 };
  if (!best) return { type: made.amounts > 3 && made.hasTotal ? looksPaid(sheet) : 'other', sure: 0.5 };
  const rival = titles.find((one) => one.name !== best.name && one.weight > best.weight - 1);
  const type: DocumentType = best.name === 'not-booked' ? 'other' : best.name;
  const body = made.hasTotal && made.amounts > 1;
  const sure = rival
    ? 0.7
    : best.weight >= 3
      ? body || type === 'other'
        ? 0.97
        : 0.6
      : body && made.hasNumber
        ? 0.92
        : 0.6;
  return { type, sure };
}

const looksPaid = (sheet: Sheet): DocumentType =>
  /\b(change|cash|visa|mastercard|card|bar|ruckgeld|gegeben)\b/.test(plain(sheet.text)) ? 'receipt' : 'other';

/** A name weighs more in a line of its own, in capitals, large (alone in its cell) and high on the page. */
function findTitles(sheet: Sheet): { name: Named; weight: number }[] {
  const found = new Map<Named, number>();
  for (const row of sheet.rows) {
    for (const cell of row.cells) {
      const text = plain(cell.text);
      for (const [name, pattern] of NAMES) {
        const match = pattern.exec(text);
        if (!match) continue;
        const weight = namesAnother(name, cell, row.cells.length)
          ? 0.5
          : weigh(cell.text, text, match, row.n, sheet.rows.length);
        found.set(name, Math.max(found.get(name) ?? 0, weight));
        break;
      }
    }
  }
  return [...found].map(([name, weight]) => ({ name, weight })).sort((a, b) => b.weight - a.weight);
}

/** "Order no. 12" and "Offer 7" name another paper; only when they stand alone do they name this one. */
const LABELS_ONLY: Named[] = ['purchase-order', 'not-booked', 'statement'];

function namesAnother(name: Named, cell: Cell, beside: number): boolean {
  return (
    LABELS_ONLY.includes(name) && (/[:\d]/.test(cell.text) || (beside > 1 && cell.text !== cell.text.toUpperCase()))
  );
}

function weigh(text: string, folded: string, match: RegExpExecArray, row: number, rows: number): number {
  const rest = (folded.slice(0, match.index) + folded.slice(match.index + match[0].length)).replace(/[^a-z]/g, '');
  const title = text.slice(match.index, match.index + match[0].length);
  const capital = /^\p{Lu}/u.test(title);
  const alone = rest === '';
  const first =
    match.index === 0 ||
    /^(tax|vat|original|copy|duplicate|kopie|oryginal|[a-z]{0,9}) $/.test(folded.slice(0, match.index));
  const labelled = /^\W*(no|nr|number|nummer|numero|n|date|datum|id|ref|vat|[a-z]{0,4})\b/.test(
    folded.slice(match.index + match[0].length),
  );
  const high = row < Math.max(12, rows * 0.45) ? 0.5 : 0;
  if (alone && capital) return 3 + high;
  if (first && capital && labelled)
    return 2.5 + high + (/\d/.test(text.slice(match.index)) && !/:/.test(text) ? 0.4 : 0);
  if (alone) return 2;
  return first && text.length < 40 ? 1.5 : 0.5;
}

function isLetter(sheet: Sheet, amounts: number): boolean {
  const text = plain(sheet.text);
  const greeting =
    /^\s*(dear|sehr geehrte|liebe[rs]?|madame|monsieur|cher|estimad[oa]|gentil|egregi|spettabile|beste|geachte|szanown[yi]|prezad[oa]|hej|bonjour|to whom it may concern)\b/m.test(
      text,
    );
  const farewell =
    /\b(sincerely|regards|faithfully|yours|mit freundlichen grussen|hochachtungsvoll|cordialement|salutations|atentamente|cordiali saluti|distinti saluti|met vriendelijke groet|z powazaniem|med vanliga halsningar)\b/.test(
      text,
    );
  const prose = sheet.rows.filter(
    (row) => row.cells.length === 1 && (row.cells[0]!.text.match(/\p{Ll}{2,}/gu)?.length ?? 0) >= 6,
  ).length;
  return (greeting && (farewell || prose >= 2) && amounts < 8) || (prose >= 8 && amounts < 4);
}
