import { defineTool } from '../../../lib/aws/tool.ts';
import { checkArithmetic, type Difference } from '../../../lib/documents/arithmetic.ts';
import { type Fields, REQUIRED, SURE, unsure } from '../../../lib/documents/fields.ts';
import { decimal, exponent } from '../../../lib/documents/money.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';

/** What can be paid, or is taken off what is paid. */
const PAYABLE = new Set(['invoice', 'receipt', 'credit-note']);

/** Recalculates a document, and says in sentences what a person should look at. */
export async function check({ input: { fields } }: EffectCall<{ fields: Fields }>): Promise<object> {
  if (!PAYABLE.has(fields.documentType) && (fields.confidence.documentType ?? 0) >= SURE) {
    throw new Terminal(
      `the document is a ${fields.documentType}; only invoices, receipts and credit notes are paid`,
      'NotAnInvoice',
    );
  }
  const { agrees, differences } = checkArithmetic(fields);
  const uncertain = unsure(fields);
  const reasons = [...differences.map(sentenceOf), ...uncertain.map((field) => doubtOf(fields, field))];
  return {
    fields,
    // What others look at on its own, beside the fields that may be too large to travel in place.
    supplier: fields.supplier,
    supplierName: fields.supplier.name ?? null,
    number: fields.number ?? null,
    total: fields.total ?? null,
    agrees,
    differences,
    uncertain,
    lowest: Math.min(...REQUIRED.map((field) => fields.confidence[field] ?? 0)),
    reasons: shortened(reasons),
    amountMinor: minorUnits(fields),
    currency: fields.currency,
  };
}

/** Sentences, and characters of one, that a person is asked to read. */
const SENTENCES = 20;
const LONGEST = 300;

function shortened(reasons: readonly string[]): string[] {
  const left = reasons.length - SENTENCES + 1;
  const shown = left > 1 ? [...reasons.slice(0, SENTENCES - 1), `There are ${left} more.`] : reasons;
  return shown.map((reason) => (reason.length > LONGEST ? `${reason.slice(0, LONGEST - 1)}…` : reason));
}

const sentenceOf = ({ what, expected, found }: Difference): string =>
  `${what} should be ${expected}, but ${found} is printed.`;

const doubtOf = ({ confidence }: Fields, field: (typeof REQUIRED)[number]): string => {
  const sure = confidence[field] ?? 0;
  return sure === 0 ? `No ${field} was found.` : `The ${field} was read with ${Math.round(sure * 100)} % confidence.`;
};

/** The total as a whole number of the currency's smallest coin; null if it has none, or is not a whole number of it. */
function minorUnits({ total, currency }: Fields): number | null {
  const amount = decimal(total);
  if (!amount || !currency) return null;
  const [digits, divisor] = [amount.digits * 10n ** BigInt(exponent(currency)), 10n ** BigInt(amount.scale)];
  const coins = Number(digits / divisor);
  return digits % divisor === 0n && Number.isSafeInteger(coins) ? coins : null;
}

export const handler = defineTool({ effect: check });
