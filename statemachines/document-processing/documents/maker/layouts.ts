import { type Bill, format, type Manner, sums } from './bill.ts';
import { type Colour, Paper, SOFT } from './paper.ts';

export type Layout = (bill: Bill, manner: Manner) => Promise<Uint8Array>;

const BLUE: Colour = [0.11, 0.33, 0.56];
const GREEN: Colour = [0.08, 0.42, 0.33];
const RED: Colour = [0.66, 0.16, 0.2];
const PALE: Colour = [0.93, 0.95, 0.97];

type Columns = { left: number; quantity: number; price: number; amount: number };

function heading(paper: Paper, manner: Manner, columns: Columns, y: number, colour?: Colour): void {
  const { description, quantity, price, amount } = manner.words;
  paper.text(description, columns.left, y, 9, true, colour);
  paper.right(quantity, columns.quantity, y, 9, true, colour);
  paper.right(price, columns.price, y, 9, true, colour);
  paper.right(amount, columns.amount, y, 9, true, colour);
}

function row(paper: Paper, bill: Bill, manner: Manner, columns: Columns, line: Bill['lines'][number], y: number): void {
  const [description, quantity, price] = line;
  paper.text(description, columns.left, y);
  paper.right(String(quantity), columns.quantity, y);
  paper.right(format(bill, manner, price), columns.price, y);
  paper.right(format(bill, manner, quantity * price), columns.amount, y);
}

/** The sums, each with its label left of it; returns the y below them. */
function foot(paper: Paper, bill: Bill, manner: Manner, columns: Columns, from: number, colour?: Colour): number {
  const { subtotal, discount, shipping, tax, total } = sums(bill);
  const { words } = manner;
  const entries: [string, number][] = [[words.subtotal, subtotal]];
  if (discount) entries.push([words.discount, -discount]);
  if (shipping) entries.push([words.shipping, shipping]);
  entries.push([`${words.tax} ${String(bill.taxRate).replace('.', manner.point)} %`, tax]);
  entries.forEach(([label, value], i) => {
    paper.right(label, columns.price, from + i * 15, 9.5, false, SOFT);
    paper.right(format(bill, manner, value, true), columns.amount, from + i * 15);
  });
  const y = from + entries.length * 15 + 5;
  paper.rule(columns.price - 90, y - 12, columns.amount, 1, colour);
  paper.right(words.total, columns.price, y + 3, 11, true, colour);
  paper.right(format(bill, manner, total, true), columns.amount, y + 3, 11, true, colour);
  return y + 20;
}

const contact = (bill: Bill) => [...bill.supplier.address, ...(bill.supplier.contact ? [bill.supplier.contact] : [])];

/** A disc for a logo, the title to the right, a shaded table. */
export const classic: Layout = async (bill, manner) => {
  const paper = await Paper.create('Helvetica');
  const columns = { left: 56, quantity: 345, price: 445, amount: 540 };
  const { words } = manner;
  paper.disc(68, 66, 17, BLUE);
  paper.disc(78, 60, 9, [0.95, 0.7, 0.2]);
  paper.text(bill.supplier.name, 96, 71, 16, true, BLUE);
  paper.lines(contact(bill), 50, 102, 9, 12.5, SOFT);
  paper.right(words.title, 545, 72, 22, true);
  [
    [words.number, bill.number],
    [words.date, manner.date(bill.issueDate)],
    ...(bill.dueDate ? [[words.due, manner.date(bill.dueDate)]] : []),
  ].forEach(([label, value], i) => {
    paper.text(`${label}:`, 350, 102 + i * 14, 9, false, SOFT);
    paper.right(value!, 545, 102 + i * 14, 9, true);
  });
  if (bill.customer) {
    paper.text(words.to, 50, 192, 9, true, BLUE);
    paper.lines([bill.customer.name, ...bill.customer.address], 50, 206);
  }
  paper.box(50, 282, 495, 20, PALE);
  heading(paper, manner, columns, 295);
  for (const [i, line] of bill.lines.entries()) row(paper, bill, manner, columns, line, 320 + i * 18);
  const end = 320 + bill.lines.length * 18;
  paper.rule(50, end - 6, 545);
  paper.text(words.thanks, 50, foot(paper, bill, manner, columns, end + 14) + 30, 9, false, SOFT);
  footer(paper, bill);
  return paper.save();
};

function footer(paper: Paper, bill: Bill): void {
  paper.rule(50, 770, 545);
  const { name, taxId, iban, address } = bill.supplier;
  paper.lines([name, ...address.slice(0, 2)], 50, 784, 7.5, 10, SOFT);
  paper.lines([...(iban ? [`IBAN ${iban}`] : []), ...(taxId ? [`VAT ID ${taxId}`] : [])], 350, 784, 7.5, 10, SOFT);
}

/** A coloured band with white print, labels above their values, ruled rows. */
export const band: Layout = async (bill, manner) => {
  const paper = await Paper.create('Helvetica');
  const columns = { left: 48, quantity: 340, price: 440, amount: 547 };
  const { words } = manner;
  paper.box(0, 0, 595, 92, GREEN);
  paper.text(bill.supplier.name, 48, 54, 19, true, [1, 1, 1]);
  paper.right(words.title, 547, 54, 19, false, [1, 1, 1]);
  paper.lines(contact(bill), 48, 118, 9, 12.5, SOFT);
  const strip = [
    [words.number, bill.number],
    [words.date, manner.date(bill.issueDate)],
    ...(bill.dueDate ? [[words.due, manner.date(bill.dueDate)]] : []),
  ];
  strip.forEach(([label, value], i) => {
    paper.text(label!, 260 + i * 100, 190, 8, true, GREEN);
    paper.text(value!, 260 + i * 100, 204, 10);
  });
  paper.text(words.to, 48, 190, 8, true, GREEN);
  paper.lines([bill.customer!.name, ...bill.customer!.address], 48, 204);
  heading(paper, manner, columns, 290, GREEN);
  paper.rule(48, 296, 547, 1.2, GREEN);
  bill.lines.forEach((line, i) => {
    row(paper, bill, manner, columns, line, 314 + i * 20);
    paper.rule(48, 320 + i * 20, 547, 0.3);
  });
  const below = foot(paper, bill, manner, columns, 336 + bill.lines.length * 20, GREEN);
  if (bill.supplier.iban)
    paper.text(`Payable to ${bill.supplier.name}, IBAN ${bill.supplier.iban}`, 48, below + 40, 9, false, SOFT);
  if (bill.supplier.taxId) paper.text(`VAT registration ${bill.supplier.taxId}`, 48, below + 54, 9, false, SOFT);
  return paper.save();
};

/** A letter after DIN 5008: sender's line over the address, reference block to the right, four columns at the foot. */
export const letterhead: Layout = async (bill, manner) => {
  const paper = await Paper.create('TimesRoman');
  const columns = { left: 75, quantity: 350, price: 450, amount: 540 };
  const { supplier, customer } = bill;
  const { words } = manner;
  paper.right(supplier.name, 540, 60, 18, true, RED);
  paper.rule(57, 72, 540, 2, RED);
  paper.text([supplier.name, ...supplier.address].join(' · '), 57, 128, 7, false, SOFT);
  paper.lines([customer!.name, ...customer!.address], 57, 146, 10.5);
  [
    [words.number, bill.number],
    [words.date, manner.date(bill.issueDate)],
    ...(bill.dueDate ? [[words.due, manner.date(bill.dueDate)]] : []),
  ].forEach(([label, value], i) => {
    paper.text(label!, 360, 150 + i * 15, 10, false, SOFT);
    paper.right(value!, 540, 150 + i * 15, 10);
  });
  paper.text(`${words.title} ${bill.number}`, 57, 262, 15, true);
  heading(paper, manner, columns, 300);
  paper.text('Pos.', 57, 300, 9, true);
  paper.rule(57, 305, 540, 1);
  bill.lines.forEach((line, i) => {
    paper.text(String(i + 1), 57, 322 + i * 17);
    row(paper, bill, manner, columns, line, 322 + i * 17);
  });
  const end = 322 + bill.lines.length * 17;
  paper.rule(57, end - 5, 540, 1);
  paper.text(words.thanks, 57, foot(paper, bill, manner, columns, end + 14) + 25, 10);
  paper.rule(57, 768, 540, 0.6, RED);
  paper.lines([supplier.name, ...supplier.address], 57, 780, 7.5, 10, SOFT);
  paper.lines(supplier.contact ? [supplier.contact] : [], 215, 780, 7.5, 10, SOFT);
  paper.lines(
    [...(supplier.iban ? [`IBAN ${supplier.iban}`] : []), ...(supplier.taxId ? [`USt-IdNr. ${supplier.taxId}`] : [])],
    390,
    780,
    7.5,
    10,
    SOFT,
  );
  return paper.save();
};

const PER_PAGE = 34;

/** A ruled grid that goes on over pages, as accounting programs print. */
export const ledger: Layout = async (bill, manner) => {
  const paper = await Paper.create('Helvetica');
  const columns = { left: 88, quantity: 350, price: 450, amount: 543 };
  const pages = Math.ceil(bill.lines.length / PER_PAGE);
  let y = 0;
  for (let number = 0; number < pages; number++) {
    if (number > 0) paper.newPage();
    const top = number === 0 ? ledgerHead(paper, bill, manner) : 70;
    paper.text(`${bill.supplier.name} - ${bill.number}`, 50, 40, 8, false, SOFT);
    paper.right(`Page ${number + 1} / ${pages}`, 547, 40, 8, false, SOFT);
    y = ledgerPage(paper, bill, manner, columns, number, top);
  }
  foot(paper, bill, manner, columns, y + 20);
  footer(paper, bill);
  return paper.save();
};

function ledgerHead(paper: Paper, bill: Bill, manner: Manner): number {
  const { words } = manner;
  paper.box(50, 56, 26, 26, BLUE);
  paper.text(bill.supplier.name, 84, 75, 15, true);
  paper.lines(contact(bill), 84, 90, 8.5, 11.5, SOFT);
  paper.text(`${words.title}`, 350, 75, 15, true, BLUE);
  paper.lines(
    [
      `${words.number}: ${bill.number}`,
      `${words.date}: ${manner.date(bill.issueDate)}`,
      ...(bill.dueDate ? [`${words.due}: ${manner.date(bill.dueDate)}`] : []),
    ],
    350,
    92,
    9,
    12.5,
  );
  paper.text(`${words.to}:`, 350, 138, 8, true, SOFT);
  paper.lines([bill.customer!.name, ...bill.customer!.address], 350, 150, 9, 12);
  return 205;
}

function ledgerPage(paper: Paper, bill: Bill, manner: Manner, columns: Columns, number: number, top: number): number {
  const mine = bill.lines.slice(number * PER_PAGE, (number + 1) * PER_PAGE);
  paper.box(50, top - 13, 497, 18, PALE);
  heading(paper, manner, columns, top);
  paper.text('#', 58, top, 9, true);
  mine.forEach((line, i) => {
    const y = top + 19 + i * 14.5;
    paper.text(String(number * PER_PAGE + i + 1), 58, y);
    row(paper, bill, manner, columns, line, y);
    paper.rule(50, y + 4, 547, 0.25);
  });
  const end = top + 9 + mine.length * 14.5;
  for (const x of [50, 82, 310, 358, 456, 547]) paper.bar(x, top - 13, end, 0.4);
  return end;
}

/** Eighty millimetres of till roll. */
export const till: Layout = async (bill, manner) => {
  const paper = await Paper.create('Courier', 226, 250 + bill.lines.length * 24);
  const { tax, total } = sums(bill);
  const centre = (text: string, y: number, size: number, bold = false) =>
    paper.text(
      text,
      (226 - (bold ? paper.fonts.bold : paper.fonts.plain).widthOfTextAtSize(text, size)) / 2,
      y,
      size,
      bold,
    );
  centre(bill.supplier.name, 34, 14, true);
  for (const [i, line] of bill.supplier.address.entries()) centre(line, 50 + i * 12, 9);
  paper.text(`Receipt no: ${bill.number}`, 16, 94, 9);
  paper.text(`Date: ${manner.date(bill.issueDate)} 12:47`, 16, 107, 9);
  paper.rule(16, 114, 210, 0.8);
  bill.lines.forEach(([description, quantity, price], i) => {
    paper.text(description, 16, 130 + i * 24, 9.5);
    paper.text(`${quantity} x ${format(bill, manner, price)}`, 28, 141 + i * 24, 9);
    paper.right(format(bill, manner, quantity * price), 210, 141 + i * 24, 9.5);
  });
  const end = 130 + bill.lines.length * 24;
  paper.rule(16, end, 210, 0.8);
  paper.text(manner.words.total, 16, end + 18, 13, true);
  paper.right(format(bill, manner, total, true), 210, end + 18, 13, true);
  paper.text(`incl. ${manner.words.tax} ${bill.taxRate} %`, 16, end + 34, 9);
  paper.right(format(bill, manner, tax, true), 210, end + 34, 9);
  paper.text(`VAT No ${bill.supplier.taxId}`, 16, end + 54, 9);
  paper.text('Paid by card ************4417', 16, end + 67, 9);
  centre('Thank you - see you soon!', end + 88, 9);
  return paper.save();
};
