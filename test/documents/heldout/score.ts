import type { Fields } from '../../../lib/documents/fields.ts';

export type Expected = Partial<Omit<Fields, 'confidence'>>;
/** One field compared: what was wanted, what was read, and how sure the reader was. */
export type Verdict = { field: string; right: boolean; wanted: unknown; got: unknown; sure: number };

const plain = (text: unknown) =>
  String(text ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
const FLAT = [
  'documentType',
  'number',
  'issueDate',
  'dueDate',
  'currency',
  'subtotal',
  'discount',
  'shipping',
  'tax',
  'total',
] as const;

/** Compares what was read with what was written, field by field; a field that was not written is not compared. */
export function score(wanted: Expected, got: Fields): Verdict[] {
  const verdicts: Verdict[] = FLAT.filter((field) => wanted[field] != null).map((field) =>
    verdict(field, wanted[field], got[field], got.confidence[field]),
  );
  if (wanted.supplier?.name)
    verdicts.push(verdict('supplier', wanted.supplier.name, got.supplier.name, got.confidence.supplier));
  for (const part of ['country', 'iban', 'taxId'] as const)
    if (wanted.supplier?.[part])
      verdicts.push(verdict(`supplier.${part}`, wanted.supplier[part], got.supplier[part], 0));
  if (wanted.customer?.name)
    verdicts.push(verdict('customer', wanted.customer.name, got.customer.name, got.confidence.customer));
  if (wanted.lines)
    verdicts.push(
      verdict('lines', wanted.lines.map(numbers).join(' / '), got.lines.map(numbers).join(' / '), got.confidence.lines),
    );
  return verdicts;
}

const verdict = (field: string, wanted: unknown, got: unknown, sure: number): Verdict => ({
  field,
  right: plain(wanted) === plain(got),
  wanted,
  got,
  sure,
});
const numbers = (line: Fields['lines'][number]) =>
  [line.quantity, line.unitPrice, line.amount].map((one) => one ?? '-').join(' ');
