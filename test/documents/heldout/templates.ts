import type { Made } from './bills.ts';

/** Lays an invoice out as the text a reader gets: the page in columns of characters. */
export type Template = (made: Made) => string;

/** Puts texts at columns; a number before a text means it ends there. */
function at(...cells: [column: number, text: string, ends?: 'ends'][]): string {
  let line = '';
  for (const [column, text, ends] of cells) {
    const start = ends ? column - text.length : column;
    line = line.padEnd(Math.max(start, line.length === 0 ? 0 : line.length + 2)) + text;
  }
  return line;
}

function sumLines({ manner, sums, extras, signed }: Made): [string, string][] {
  const { words, taxRate, point } = manner;
  return [
    [words.subtotal, signed(sums.subtotal)],
    ...(extras.discount ? ([[words.discount, signed(-extras.discount)]] as [string, string][]) : []),
    ...(extras.shipping ? ([[words.shipping, signed(extras.shipping)]] as [string, string][]) : []),
    [`${words.tax} ${String(taxRate).replace('.', point)}%`, signed(sums.tax)],
    [words.total, signed(sums.total)],
  ];
}

/** Seller left, numbers right, table, sums at the right edge. */
const plain: Template = (made) => {
  const { manner, expected, rows, money, address, theirs } = made;
  const w = manner.words;
  return [
    at([0, expected.supplier!.name!], [80, manner.title]),
    ...address.map((line, i) =>
      at(
        [0, line],
        ...((i === 0
          ? [[70, `${w.number}: ${expected.number}`]]
          : i === 1
            ? [[70, `${w.date}: ${made.date}`]]
            : [[70, `${w.due}: ${made.due}`]]) as [number, string][]),
      ),
    ),
    '',
    `${w.to}:`,
    ...theirs,
    '',
    at([0, w.item], [60, w.qty, 'ends'], [80, w.price, 'ends'], [100, w.amount, 'ends']),
    ...rows.map((row) =>
      at(
        [0, row.description],
        [60, String(row.quantity), 'ends'],
        [80, money(row.price), 'ends'],
        [100, money(row.quantity * row.price), 'ends'],
      ),
    ),
    '',
    ...sumLines(made).map(([label, value]) => at([80, label, 'ends'], [100, value, 'ends'])),
  ].join('\n');
};

/** Labels over their values in a strip, other numbers among them. */
const strip: Template = (made) => {
  const { manner, expected, rows, money, address, theirs } = made;
  const w = manner.words;
  return [
    at([40, manner.title.toUpperCase()]),
    '',
    expected.supplier!.name!,
    address.join(', '),
    '',
    at([0, w.client], [22, w.number], [46, w.date], [66, w.due], [86, w.order]),
    at([0, made.clientNumber], [22, expected.number!], [46, made.date], [66, made.due], [86, made.orderNumber]),
    '',
    w.to,
    ...theirs,
    '',
    at([0, w.qty], [12, w.item], [75, w.price, 'ends'], [95, w.amount, 'ends']),
    ...rows.map((row) =>
      at(
        [0, String(row.quantity)],
        [12, row.description],
        [75, money(row.price), 'ends'],
        [95, money(row.quantity * row.price), 'ends'],
      ),
    ),
    '',
    ...sumLines(made).map(([label, value]) => at([60, label], [95, value, 'ends'])),
  ].join('\n');
};

/** Buyer first on the left, seller on the right, sums in a row of their own headings. */
const mirrored: Template = (made) => {
  const { manner, expected, rows, signed, address, theirs } = made;
  const w = manner.words;
  return [
    at([50, expected.supplier!.name!]),
    ...address.map((line) => at([50, line])),
    '',
    at([0, `${w.to}`], [50, `${w.number}`], [75, expected.number!]),
    at([0, theirs[0]!], [50, w.date], [75, made.date]),
    at([0, theirs[1]!], [50, w.due], [75, made.due]),
    at([0, theirs[2]!], [50, w.order], [75, made.orderNumber]),
    '',
    manner.title,
    '',
    at([0, '#'], [5, w.item], [55, w.qty, 'ends'], [75, w.price, 'ends'], [98, w.amount, 'ends']),
    ...rows.map((row, i) =>
      at(
        [0, String(i + 1)],
        [5, row.description],
        [55, String(row.quantity), 'ends'],
        [75, signed(row.price), 'ends'],
        [98, signed(row.quantity * row.price), 'ends'],
      ),
    ),
    '',
    ...sumLines(made).map(([label, value]) => at([75, `${label}:`, 'ends'], [98, value, 'ends'])),
    '',
    `${expected.supplier!.name} · ${address.join(' · ')}`,
  ].join('\n');
};

/** A column for the rate of tax, units behind quantities. */
const taxed: Template = (made) => {
  const { manner, expected, rows, money, address, theirs } = made;
  const w = manner.words;
  return [
    at([0, expected.supplier!.name!]),
    ...address,
    '',
    at([0, `${manner.title} ${expected.number}`]),
    at([0, `${w.date}: ${made.date}`], [40, `${w.due}: ${made.due}`]),
    at([0, `${w.client}: ${made.clientNumber}`]),
    '',
    `${w.to}: ${theirs[0]}`,
    theirs[1]!,
    theirs[2]!,
    '',
    at([0, w.item], [50, w.qty, 'ends'], [68, w.price, 'ends'], [80, `${w.tax} %`, 'ends'], [100, w.amount, 'ends']),
    ...rows.map((row) =>
      at(
        [0, row.description],
        [50, String(row.quantity), 'ends'],
        [68, money(row.price), 'ends'],
        [80, `${String(manner.taxRate).replace('.', manner.point)}%`, 'ends'],
        [100, money(row.quantity * row.price), 'ends'],
      ),
    ),
    '',
    ...sumLines(made).map(([label, value]) => at([0, label], [100, value, 'ends'])),
  ].join('\n');
};

/** Descriptions that go on in a second line, dates in one row. */
const wrapped: Template = (made) => {
  const { manner, expected, rows, money, address, theirs } = made;
  const w = manner.words;
  return [
    at([0, manner.title], [60, expected.supplier!.name!]),
    ...address.map((line) => at([60, line])),
    '',
    at([0, w.number], [30, expected.number!]),
    at([0, w.date], [30, made.date]),
    at([0, w.order], [30, made.orderNumber]),
    at([0, w.due], [30, made.due]),
    '',
    w.to,
    ...theirs,
    '',
    at([0, w.item], [58, w.qty, 'ends'], [78, w.price, 'ends'], [100, w.amount, 'ends']),
    ...rows.flatMap((row) => [
      at(
        [0, row.description],
        [58, String(row.quantity), 'ends'],
        [78, money(row.price), 'ends'],
        [100, money(row.quantity * row.price), 'ends'],
      ),
      'as agreed in the offer',
    ]),
    '',
    ...sumLines(made).map(([label, value]) => at([70, label], [100, value, 'ends'])),
    '',
    'IBAN DE89 3704 0044 0532 0130 00'.slice(0, manner.country === 'DE' ? undefined : 0),
  ].join('\n');
};

/** The currency once, in the heading; sums as label and value below each other at the left. */
const sparse: Template = (made) => {
  const { manner, expected, rows, money, sums, extras, address, theirs } = made;
  const w = manner.words;
  const tail: [string, string][] = [
    [w.subtotal, money(sums.subtotal)],
    ...(extras.discount ? ([[w.discount, money(-extras.discount)]] as [string, string][]) : []),
    ...(extras.shipping ? ([[w.shipping, money(extras.shipping)]] as [string, string][]) : []),
    [w.tax, money(sums.tax)],
    [`${w.total} ${expected.currency}`, money(sums.total)],
  ];
  return [
    expected.supplier!.name!,
    address.join(' | '),
    '',
    at([0, manner.title], [50, expected.number!]),
    at([0, w.date], [50, made.date]),
    at([0, w.due], [50, made.due]),
    '',
    at([0, w.to], [50, theirs[0]!]),
    at([50, theirs[1]!]),
    at([50, theirs[2]!]),
    '',
    at([0, w.item], [50, w.qty, 'ends'], [70, w.price, 'ends'], [95, `${w.amount} (${expected.currency})`, 'ends']),
    ...rows.map((row) =>
      at(
        [0, row.description],
        [50, String(row.quantity), 'ends'],
        [70, money(row.price), 'ends'],
        [95, money(row.quantity * row.price), 'ends'],
      ),
    ),
    '',
    ...tail.map(([label, value]) => at([0, label], [50, value, 'ends'])),
  ].join('\n');
};

/** Two parties side by side with labels, as e-invoicing programs print. */
const parties: Template = (made) => {
  const { manner, expected, rows, money, address, theirs } = made;
  const w = manner.words;
  const seller =
    (
      {
        pl: 'Sprzedawca',
        de: 'Verkäufer',
        fr: 'Vendeur',
        es: 'Vendedor',
        it: 'Fornitore',
        nl: 'Leverancier',
      } as Record<string, string>
    )[manner.code.slice(0, 2)] ?? 'Seller';
  return [
    at([30, `${manner.title}`]),
    '',
    at([0, `${w.number}:`], [25, expected.number!]),
    at([0, `${w.date}:`], [25, made.date]),
    at([0, `${w.due}:`], [25, made.due]),
    '',
    at([0, `${seller}:`], [50, `${w.to}:`]),
    at([0, expected.supplier!.name!], [50, theirs[0]!]),
    at([0, address[0]!], [50, theirs[1]!]),
    at([0, `${address[1]}, ${address[2]}`], [50, theirs[2]!]),
    '',
    at([0, w.item], [45, w.qty, 'ends'], [62, w.price, 'ends'], [85, w.amount, 'ends']),
    ...rows.map((row) =>
      at(
        [0, row.description],
        [45, String(row.quantity), 'ends'],
        [62, money(row.price), 'ends'],
        [85, money(row.quantity * row.price), 'ends'],
      ),
    ),
    '',
    ...sumLines(made).map(([label, value]) => at([62, label, 'ends'], [85, value, 'ends'])),
  ].join('\n');
};

/** No table headings, prose around, the sums as sentences would put them. */
const bare: Template = (made) => {
  const { manner, expected, rows, money, address, theirs } = made;
  const w = manner.words;
  return [
    expected.supplier!.name!,
    ...address,
    '',
    at([0, `${w.to}: ${theirs[0]}`]),
    '',
    `${manner.title}   ${w.number} ${expected.number}   ${w.date} ${made.date}`,
    '',
    ...rows.map((row) =>
      at(
        [0, `${row.description}`],
        [60, `${row.quantity} x ${money(row.price)}`, 'ends'],
        [90, money(row.quantity * row.price), 'ends'],
      ),
    ),
    '',
    ...sumLines(made).map(([label, value]) => `${label}: ${value}`),
    '',
    `${w.due}: ${made.due}`,
  ].join('\n');
};

const head = ({ manner, expected, address, theirs, ...made }: Made): string[] => [
  at([0, expected.supplier!.name!], [60, manner.title]),
  ...address.map((line) => at([0, line])),
  '',
  at([0, manner.words.to], [60, manner.words.number], [85, expected.number!]),
  at([0, theirs[0]!], [60, manner.words.date], [85, made.date]),
  at([0, theirs[1]!], [60, manner.words.due], [85, made.due]),
  at([0, theirs[2]!]),
  '',
];
const table = ({ manner, rows, money }: Made): string[] => [
  at(
    [0, manner.words.item],
    [55, manner.words.qty, 'ends'],
    [75, manner.words.price, 'ends'],
    [98, manner.words.amount, 'ends'],
  ),
  ...rows.map((row) =>
    at(
      [0, row.description],
      [55, String(row.quantity), 'ends'],
      [75, money(row.price), 'ends'],
      [98, money(row.quantity * row.price), 'ends'],
    ),
  ),
];

/** The sums in one row under their own headings. */
const across: Template = (made) => {
  const { words } = made.manner;
  const { sums, extras, signed } = made;
  const cells: [string, string][] = [
    [words.subtotal, signed(sums.subtotal)],
    ...(extras.discount ? ([[words.discount, signed(-extras.discount)]] as [string, string][]) : []),
    ...(extras.shipping ? ([[words.shipping, signed(extras.shipping)]] as [string, string][]) : []),
    [words.tax, signed(sums.tax)],
    [words.total, signed(sums.total)],
  ];
  return [
    ...head(made),
    ...table(made),
    '',
    at(...cells.map(([label], i): [number, string, 'ends'] => [24 + i * 24, label, 'ends'])),
    at(...cells.map(([, value], i): [number, string, 'ends'] => [24 + i * 24, value, 'ends'])),
  ].join('\n');
};

/** Everything that could be taken for something else: other dates, other numbers, telephone, a registered office, terms. */
const busy: Template = (made) => {
  const { manner, expected, orderNumber, clientNumber } = made;
  const { words } = manner;
  const [y, m, d] = expected.issueDate!.split('-').map(Number) as [number, number, number];
  const before = new Date(Date.UTC(y, m - 1, d - 9)).toISOString().slice(0, 10).split('-') as [string, string, string];
  const ordered = manner.date(...before);
  const orderDate =
    (
      {
        de: 'Bestelldatum',
        ch: 'Bestelldatum',
        fr: 'Date de commande',
        es: 'Fecha de pedido',
        it: 'Data ordine',
        nl: 'Orderdatum',
        pl: 'Data sprzedaży',
        se: 'Orderdatum',
      } as Record<string, string>
    )[manner.code.slice(0, 2)] ?? 'Order date';
  return [
    at([0, expected.supplier!.name!], [50, 'Tel. +49 30 5550 1234']),
    ...made.address,
    'www.example.com',
    '',
    at([0, `${orderDate}:`], [30, ordered], [50, `${words.client}:`], [75, clientNumber]),
    at([0, `${words.date}:`], [30, made.date], [50, `${words.order}:`], [75, orderNumber]),
    at([0, `${words.number}:`], [30, expected.number!], [50, `${words.due}:`], [75, made.due]),
    '',
    at([0, words.to]),
    ...made.theirs,
    '',
    ...table(made),
    '',
    ...sumLines(made).map(([label, value]) => at([70, label, 'ends'], [98, value, 'ends'])),
    '',
    'Registered office 100 Some Street. Registered number 04123456. Interest of 8.00 % is charged on late payment, at least 40.00.',
  ].join('\n');
};

/** The total, what was paid before, and what is left. */
const partPaid: Template = (made) => {
  const { sums, signed } = made;
  const paid = Math.round(sums.total / 4);
  return [
    ...head(made),
    ...table(made),
    '',
    ...sumLines(made)
      .slice(0, -1)
      .map(([label, value]) => at([70, label, 'ends'], [98, value, 'ends'])),
    at([70, 'Total', 'ends'], [98, signed(sums.total), 'ends']),
    at([70, 'Amount paid', 'ends'], [98, signed(-paid), 'ends']),
    at([70, 'Balance due', 'ends'], [98, signed(sums.total - paid), 'ends']),
  ].join('\n');
};

/** A table of tax by rate before the sums, as many countries demand. */
const rates: Template = (made) => {
  const { manner, sums, extras, money } = made;
  const base = sums.subtotal - extras.discount + extras.shipping;
  const rate = `${String(manner.taxRate).replace('.', manner.point)} %`;
  return [
    ...head(made),
    ...table(made),
    '',
    at([0, rate], [30, money(base), 'ends'], [50, money(sums.tax), 'ends'], [70, money(sums.total), 'ends']),
    '',
    ...sumLines(made).map(([label, value]) => at([70, label, 'ends'], [98, value, 'ends'])),
  ].join('\n');
};

export const TEMPLATES: Record<string, Template> = {
  plain,
  strip,
  mirrored,
  taxed,
  wrapped,
  sparse,
  parties,
  bare,
  across,
  busy,
  partPaid,
  rates,
};
