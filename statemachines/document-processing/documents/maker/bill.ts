import { exponent } from '../../../../lib/documents/money.ts';

/** A company as its letterhead shows it. */
export type Party = {
  name: string;
  address: string[];
  country?: string;
  taxId?: string;
  iban?: string;
  contact?: string;
};

/** What a maker decides before anything is drawn. Prices are in minor units; the sums follow from them. */
export type Bill = {
  type: 'invoice' | 'receipt';
  supplier: Party;
  customer?: Party;
  number: string;
  issueDate: string;
  dueDate?: string;
  currency: string;
  lines: [description: string, quantity: number, unitPrice: number][];
  /** Per cent, one decimal at most. */
  taxRate: number;
  discount?: number;
  shipping?: number;
  /** A total that is printed although it is not what the numbers come to. */
  printedTotal?: number;
  /** Prices already contain the tax. */
  inclusive?: boolean;
};

export type Sums = { subtotal: number; discount: number; shipping: number; tax: number; total: number };

export function sums(bill: Bill): Sums {
  const subtotal = bill.lines.reduce((sum, [, quantity, price]) => sum + quantity * price, 0);
  const { discount = 0, shipping = 0 } = bill;
  const base = subtotal - discount + shipping;
  const tax = bill.inclusive
    ? Math.round((base * bill.taxRate) / (100 + bill.taxRate))
    : Math.round((base * bill.taxRate) / 100);
  return { subtotal, discount, shipping, tax, total: bill.printedTotal ?? (bill.inclusive ? base : base + tax) };
}

const decimal = (bill: Bill, minor: number) => (minor / 10 ** exponent(bill.currency)).toFixed(exponent(bill.currency));

/** What a person reads off the finished paper. */
export function fieldsOf(bill: Bill) {
  const { subtotal, discount, shipping, tax, total } = sums(bill);
  const { name, taxId, iban, country } = bill.supplier;
  return {
    documentType: bill.type,
    supplier: {
      name,
      ...(taxId && { taxId: taxId.replace(/[ .-]/g, '') }),
      ...(iban && { iban: iban.replaceAll(' ', '') }),
      ...(country && { country }),
    },
    ...(bill.customer && {
      customer: { name: bill.customer.name, ...(bill.customer.country && { country: bill.customer.country }) },
    }),
    number: bill.number,
    issueDate: bill.issueDate,
    ...(bill.dueDate && { dueDate: bill.dueDate }),
    currency: bill.currency,
    lines: bill.lines.map(([description, quantity, price]) => ({
      description,
      quantity: String(quantity),
      unitPrice: decimal(bill, price),
      amount: decimal(bill, quantity * price),
    })),
    ...(!bill.inclusive && { subtotal: decimal(bill, subtotal) }),
    ...(discount > 0 && { discount: decimal(bill, discount) }),
    ...(shipping > 0 && { shipping: decimal(bill, shipping) }),
    tax: decimal(bill, tax),
    total: decimal(bill, total),
  };
}

/** How a country writes: the separators of its numbers, its dates, and the words of its papers. */
export type Manner = {
  group: string;
  point: string;
  date: (iso: string) => string;
  money: (text: string, currency: string) => string;
  words: Words;
};
export type Words = Record<
  | 'title'
  | 'number'
  | 'date'
  | 'due'
  | 'to'
  | 'description'
  | 'quantity'
  | 'price'
  | 'amount'
  | 'subtotal'
  | 'discount'
  | 'shipping'
  | 'tax'
  | 'total'
  | 'thanks',
  string
>;

export function format(bill: Bill, manner: Manner, minor: number, sign = false): string {
  const [whole, fraction] = decimal(bill, Math.abs(minor)).split('.') as [string, string | undefined];
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, manner.group);
  const text = `${minor < 0 ? '-' : ''}${grouped}${fraction ? manner.point + fraction : ''}`;
  return sign ? manner.money(text, bill.currency) : text;
}
