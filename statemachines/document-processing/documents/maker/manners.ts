import type { Manner } from './bill.ts';

const months = 'January February March April May June July August September October November December'.split(' ');
const parts = (iso: string) => iso.split('-') as [string, string, string];
const dotted = (iso: string) => parts(iso).toReversed().join('.');
const named = (iso: string) => `${Number(parts(iso)[2])} ${months[Number(parts(iso)[1]) - 1]} ${parts(iso)[0]}`;
const american = (iso: string) => `${months[Number(parts(iso)[1]) - 1]} ${Number(parts(iso)[2])}, ${parts(iso)[0]}`;

export const british: Manner = {
  group: ',',
  point: '.',
  date: named,
  money: (text) => `£${text}`,
  words: {
    title: 'INVOICE',
    number: 'Invoice number',
    date: 'Invoice date',
    due: 'Payment due',
    to: 'Bill to',
    description: 'Description',
    quantity: 'Qty',
    price: 'Unit price',
    amount: 'Amount',
    subtotal: 'Subtotal',
    discount: 'Discount',
    shipping: 'Delivery',
    tax: 'VAT',
    total: 'Total due',
    thanks: 'Thank you for your business.',
  },
};

export const us: Manner = {
  group: ',',
  point: '.',
  date: american,
  money: (text) => `$${text}`,
  words: {
    title: 'INVOICE',
    number: 'Invoice #',
    date: 'Date',
    due: 'Due date',
    to: 'BILL TO',
    description: 'DESCRIPTION',
    quantity: 'QTY',
    price: 'RATE',
    amount: 'AMOUNT',
    subtotal: 'Subtotal',
    discount: 'Discount',
    shipping: 'Shipping',
    tax: 'Sales tax',
    total: 'Balance due',
    thanks: 'Thank you!',
  },
};

export const german: Manner = {
  group: '.',
  point: ',',
  date: dotted,
  money: (text) => `${text} €`,
  words: {
    title: 'Rechnung',
    number: 'Rechnungsnummer',
    date: 'Rechnungsdatum',
    due: 'Zahlbar bis',
    to: 'Rechnung an',
    description: 'Bezeichnung',
    quantity: 'Menge',
    price: 'Einzelpreis',
    amount: 'Gesamt',
    subtotal: 'Zwischensumme',
    discount: 'Rabatt',
    shipping: 'Versandkosten',
    tax: 'MwSt.',
    total: 'Gesamtbetrag',
    thanks: 'Vielen Dank für Ihren Auftrag.',
  },
};

export const swiss: Manner = {
  ...german,
  group: "'",
  point: '.',
  money: (text, currency) => `${currency} ${text}`,
  words: { ...german.words, tax: 'MWST' },
};

export const french: Manner = {
  group: ' ',
  point: ',',
  date: (iso) => parts(iso).toReversed().join('/'),
  money: (text) => `${text} €`,
  words: {
    title: 'FACTURE',
    number: 'Facture n°',
    date: 'Date de facture',
    due: "Date d'échéance",
    to: 'Facturé à',
    description: 'Désignation',
    quantity: 'Qté',
    price: 'Prix unitaire HT',
    amount: 'Montant HT',
    subtotal: 'Total HT',
    discount: 'Remise',
    shipping: 'Frais de port',
    tax: 'TVA',
    total: 'Total TTC',
    thanks: 'Nous vous remercions de votre confiance.',
  },
};

export const swedish: Manner = {
  group: ' ',
  point: ',',
  date: (iso) => iso,
  money: (text, currency) => `${text} ${currency}`,
  words: {
    title: 'FAKTURA',
    number: 'Fakturanummer',
    date: 'Fakturadatum',
    due: 'Förfallodatum',
    to: 'Kund',
    description: 'Benämning',
    quantity: 'Antal',
    price: 'Pris',
    amount: 'Belopp',
    subtotal: 'Summa exkl. moms',
    discount: 'Rabatt',
    shipping: 'Frakt',
    tax: 'Moms',
    total: 'Att betala',
    thanks: 'Tack för ert köp.',
  },
};

export const plain: Manner = {
  ...british,
  money: (text, currency) => `${currency} ${text}`,
  words: { ...british.words, tax: 'Tax', total: 'Total amount due' },
};
