import { currencyOf } from '../../documents/countries.ts';
import type { Amount } from './amounts.ts';
import type { Sheet } from './page.ts';

const SIGNS: Record<string, string> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₪': 'ILS',
  '₺': 'TRY',
  zł: 'PLN',
  zl: 'PLN',
  Kč: 'CZK',
  Ft: 'HUF',
  'Fr.': 'CHF',
  'SFr.': 'CHF',
  SFr: 'CHF',
  lei: 'RON',
  R$: 'BRL',
  US$: 'USD',
  C$: 'CAD',
  CA$: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  S$: 'SGD',
  HK$: 'HKD',
  NZ$: 'NZD',
};
/** Signs that several countries use, with those currencies; the first is the commonest. */
const SHARED: Record<string, string[]> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN', 'CLP'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
  'kr.': ['DKK', 'SEK', 'NOK', 'ISK'],
  '¥': ['JPY', 'CNY'],
};
export const CODES =
  'EUR USD GBP CHF PLN SEK NOK DKK ISK JPY CNY CZK HUF RON BGN AUD NZD CAD SGD HKD INR KRW TRY ZAR BRL MXN AED SAR ILS KWD BHD OMR JOD TND UAH THB KPW IRR SYP CUP'.split(
    ' ',
  );
const NAMES: [RegExp, string][] = [
  [/\beuros?\b/i, 'EUR'],
  [/\bus dollars?\b/i, 'USD'],
  [/\b(?:pounds? sterling|sterling)\b/i, 'GBP'],
  [/\bswiss francs?\b|\bschweizer franken\b/i, 'CHF'],
  [/\b(?:japanese )?yen\b/i, 'JPY'],
];

/** The currency of the total and how sure it is; undefined when no sign of one is on the page. */
export function findCurrency(
  sheet: Sheet,
  amounts: Amount[],
  total: Amount | undefined,
  country: string | undefined,
): { value: string; sure: number } | undefined {
  const votes = new Map<string, number>();
  let shared: string | undefined;
  const vote = (code: string, weight: number) => votes.set(code, (votes.get(code) ?? 0) + weight);
  for (const amount of amounts) {
    const code = toCode(amount.currency);
    if (code) vote(code, amount === total ? 5 : 1);
    else if (amount.currency && SHARED[amount.currency]) shared = amount.currency;
  }
  for (const match of sheet.text.matchAll(/\b[A-Z]{3}\b/g)) if (CODES.includes(match[0])) vote(match[0], 0.5);
  for (const [pattern, code] of NAMES) if (pattern.test(sheet.text)) vote(code, 0.5);
  for (const sign of ['€', '£', 'zł', 'Kč']) if (sheet.text.includes(sign)) vote(SIGNS[sign]!, 0.5);
  return shared ? ofShared(SHARED[shared]!, votes, country) : ofVotes(votes, currencyOf(country));
}

const toCode = (sign: string | undefined) =>
  sign === undefined ? undefined : (SIGNS[sign] ?? (CODES.includes(sign) ? sign : undefined));

function ofVotes(votes: Map<string, number>, home: string | undefined): { value: string; sure: number } | undefined {
  const [best, second] = [...votes].sort((a, b) => b[1] - a[1]);
  if (!best) return home ? { value: home, sure: 0.6 } : undefined;
  if (second && second[1] * 3 > best[1]) return { value: best[0], sure: 0.7 };
  return { value: best[0], sure: best[1] >= 1 || home === best[0] ? 0.97 : 0.85 };
}

function ofShared(
  possible: string[],
  votes: Map<string, number>,
  country: string | undefined,
): { value: string; sure: number } {
  const named = possible.filter((code) => votes.has(code));
  const home = currencyOf(country);
  if (named.length === 1) return { value: named[0]!, sure: 0.97 };
  if (named.length === 0 && home && possible.includes(home)) return { value: home, sure: 0.95 };
  return { value: named[0] ?? possible[0]!, sure: 0.75 };
}
