import { exponent } from '../../../lib/documents/money.ts';
import type { Manner } from './manners.ts';
import type { Expected } from './score.ts';

export type Random = () => number;
/** A made-up invoice: what it says (`expected`) and the printed forms a template needs. */
export type Made = {
  manner: Manner;
  expected: Expected;
  date: string;
  due: string;
  money: (minor: number) => string;
  signed: (minor: number) => string;
  rows: { description: string; quantity: number; price: number }[];
  address: string[];
  theirs: string[];
  orderNumber: string;
  clientNumber: string;
  extras: { shipping: number; discount: number };
  sums: { subtotal: number; tax: number; total: number };
  taxId?: string;
};

/** Equal numbers for an equal seed (mulberry32). */
export function dice(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const FIRST =
  'Ardent Basalt Cobalt Dunmore Elstree Fenwick Galena Hatherley Ivory Juniper Kestrel Larkspur Marlowe Nettle Orchard Pemberton Quarry Rowan Sable Thistle Umber Vesper Willow Yarrow'.split(
    ' ',
  );
const SECOND =
  'Logistics Media Systems Interiors Analytics Tooling Bakery Timber Textiles Optics Security Events Legal Freight Gardens Motors Studio Energy'.split(
    ' ',
  );
const GOODS = [
  'Desk lamp',
  'Steel bolts M8',
  'Consulting',
  'Annual licence',
  'Paper A4 80 g',
  'Oak shelf 120 cm',
  'Site visit',
  'Cable 5 m',
  'Hosting plan',
  'Ink cartridge 301',
  'Office chair',
  'Translation work',
  'Box of 12 mugs',
  'Cleaning',
  'USB drive 64 GB',
  'Training day',
  'Bolt cutter',
  'Coffee beans 1 kg',
];
const STREETS = 'Garden Mill Station Linden Harbour Castle Rose Market'.split(' ');

const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
const between = (random: Random, low: number, high: number) => low + Math.floor(random() * (high - low + 1));

const NUMBERS: ((random: Random, year: string) => string)[] = [
  (random) => `INV-${between(random, 1000, 99999)}`,
  (random, year) => `${year}-${String(between(random, 1, 9999)).padStart(4, '0')}`,
  (random) => String(between(random, 10000, 9999999)),
  (random, year) => `FV/${between(random, 1, 999)}/${between(random, 1, 12)}/${year}`,
  (random, year) => `R${year.slice(2)}${between(random, 10000, 99999)}`,
  (random) => `${pick(random, ['A', 'K', 'TX', 'SF'])}${between(random, 100, 999)}.${between(random, 10, 99)}`,
];

/** Makes an invoice in the manner of a country. */
export function makeBill(manner: Manner, random: Random): Made {
  const currency = pick(random, manner.currencies);
  const places = exponent(currency);
  const [y, m, d] = [
    String(between(random, 2019, 2026)),
    String(between(random, 1, 12)).padStart(2, '0'),
    String(between(random, 1, 28)).padStart(2, '0'),
  ];
  const rows = Array.from({ length: between(random, 1, 7) }, () => ({
    description: pick(random, GOODS),
    quantity: between(random, 1, 40),
    price: places === 0 ? between(random, 50, 90000) : between(random, 99, 250000),
  }));
  const subtotal = rows.reduce((sum, row) => sum + row.quantity * row.price, 0);
  const extras = {
    shipping: random() < 0.3 ? between(random, 500, 9000) : 0,
    discount: random() < 0.25 ? Math.round(subtotal * 0.05) : 0,
  };
  const tax = Math.round(((subtotal - extras.discount + extras.shipping) * manner.taxRate) / 100);
  const total = subtotal - extras.discount + extras.shipping + tax;
  const decimal = (minor: number) => (minor / 10 ** places).toFixed(places);
  const money = (minor: number) => {
    const [whole, fraction] = decimal(Math.abs(minor)).split('.') as [string, string | undefined];
    return `${minor < 0 ? '-' : ''}${whole.replace(/\B(?=(\d{3})+(?!\d))/g, manner.group)}${fraction ? manner.point + fraction : ''}`;
  };
  const dueDay = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d) + 30)).toISOString().slice(0, 10);
  const [dy, dm, dd] = dueDay.split('-') as [string, string, string];
  const name = () => `${pick(random, FIRST)} ${pick(random, SECOND)} ${pick(random, manner.suffixes)}`;
  const [supplier, customer] = [name(), name()];
  const number = pick(random, NUMBERS)(random, y);
  return {
    manner,
    rows,
    money,
    extras,
    sums: { subtotal, tax, total },
    signed: (minor) => sign(currency, manner, money(minor)),
    date: manner.date(y, m, d),
    due: manner.date(dy, dm, dd),
    address: [
      manner.street(pick(random, STREETS), between(random, 1, 200)),
      pick(random, manner.cities),
      manner.countryName,
    ],
    theirs: [customer, manner.street(pick(random, STREETS), between(random, 1, 200)), pick(random, manner.cities)],
    orderNumber: `PO-${between(random, 1000, 9999)}`,
    clientNumber: String(between(random, 10000, 99999)),
    expected: {
      documentType: 'invoice',
      supplier: { name: supplier, country: manner.country },
      customer: { name: customer },
      number,
      issueDate: `${y}-${m}-${d}`,
      dueDate: dueDay,
      currency,
      lines: rows.map((row) => ({
        description: row.description,
        quantity: String(row.quantity),
        unitPrice: decimal(row.price),
        amount: decimal(row.quantity * row.price),
      })),
      subtotal: decimal(subtotal),
      ...(extras.shipping && { shipping: decimal(extras.shipping) }),
      ...(extras.discount && { discount: decimal(extras.discount) }),
      tax: decimal(tax),
      total: decimal(total),
    },
  };
}

function sign(currency: string, manner: Manner, text: string): string {
  const signs: Record<string, string> = { EUR: '€', GBP: '£', USD: '$', PLN: 'zł', SEK: 'kr', JPY: '¥', CHF: 'CHF' };
  if (currency === 'CHF') return `CHF ${text}`;
  return manner.point === ',' ? `${text} ${signs[currency]}` : `${signs[currency]}${text}`;
}
