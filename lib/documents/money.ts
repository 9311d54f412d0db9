/** An exact decimal number: `digits` × 10^-`scale`. Money is never a float here. */
export type Decimal = { digits: bigint; scale: number };

/** How a document writes numbers: the sign before the decimals. */
export type Style = 'comma' | 'point';

/** ISO 4217 exponents that are not 2. */
const EXPONENTS: Record<string, number> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
};

/** How many decimals the smallest coin of a currency has (ISO 4217): EUR 2, JPY 0, KWD 3. */
export const exponent = (currency: string): number => EXPONENTS[currency] ?? 2;

/** Reads a plain decimal string such as "-1234.50"; undefined if it is not one. */
export function decimal(text: string | undefined | null): Decimal | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text ?? '');
  if (!match) return undefined;
  const fraction = match[3] ?? '';
  const digits = BigInt(match[2]! + fraction);
  return { digits: match[1] ? -digits : digits, scale: fraction.length };
}

/** Writes a decimal as a plain string with at least `decimals` places: "1234.50". */
export function write({ digits, scale }: Decimal, decimals = 0): string {
  const places = Math.max(scale, decimals);
  const all = String(positive(digits) * 10n ** BigInt(places - scale)).padStart(places + 1, '0');
  const whole = all.slice(0, all.length - places);
  return `${digits < 0n ? '-' : ''}${whole}${places > 0 ? `.${all.slice(-places)}` : ''}`;
}

const positive = (value: bigint) => (value < 0n ? -value : value);
const at = ({ digits, scale }: Decimal, places: number) => digits * 10n ** BigInt(places - scale);

export const times = (a: Decimal, b: Decimal): Decimal => ({ digits: a.digits * b.digits, scale: a.scale + b.scale });
export const negate = (a: Decimal): Decimal => ({ ...a, digits: -a.digits });
export const abs = (a: Decimal): Decimal => ({ ...a, digits: positive(a.digits) });
export const minus = (a: Decimal, b: Decimal): Decimal => plus(a, negate(b));
export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: at(a, scale) + at(b, scale), scale };
}
export const sum = (all: Decimal[]): Decimal => all.reduce(plus, { digits: 0n, scale: 0 });

/** -1, 0 or 1 as a is below, equal to or above b. */
export function compare(a: Decimal, b: Decimal): number {
  const difference = minus(a, b).digits;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
export const same = (a: Decimal, b: Decimal): boolean => compare(a, b) === 0;

/** Rounds half away from zero, as invoices do, to a number of decimals. */
export function round(value: Decimal, decimals: number): Decimal {
  if (value.scale <= decimals) return { digits: at(value, decimals), scale: decimals };
  const unit = 10n ** BigInt(value.scale - decimals);
  const rounded = (positive(value.digits) + unit / 2n) / unit;
  return { digits: value.digits < 0n ? -rounded : rounded, scale: decimals };
}

/** Whole minor units (cents, yen) of a decimal string; undefined if it is no number or finer than the currency's coin. */
export function minorUnits(text: string, currency: string): bigint | undefined {
  const value = decimal(text);
  if (!value) return undefined;
  const coins = round(value, exponent(currency));
  return same(coins, value) ? coins.digits : undefined;
}

const GROUPS = "[.,'’´ \\u00a0\\u2009\\u202f]";
/** A printed number: digits, perhaps in groups of three, perhaps decimals, a sign before or after, or brackets. */
export const NUMBER = new RegExp(
  `\\d{1,3}(?:${GROUPS}\\d{3})+(?:[.,]\\d{1,4})?(?!\\d)|\\d+(?:[.,]\\d{1,6})?(?!\\d)`,
  'g',
);

/** What a printed number says about the document's style; undefined when it could be either ("1.234"). */
export function styleOf(text: string): Style | undefined {
  const signs = [...text.matchAll(/[.,]/g)];
  const last = signs.at(-1);
  if (!last) return undefined;
  const after = text.length - last.index - 1;
  const style: Style = last[0] === ',' ? 'comma' : 'point';
  const other: Style = style === 'comma' ? 'point' : 'comma';
  if (signs.some((sign) => sign[0] !== last[0])) return style;
  if (signs.length > 1) return other;
  if (/^\d{1,3}['’´ \u00a0\u2009\u202f]/.test(text)) return style;
  return after === 3 && !text.startsWith('0') && last.index <= 3 ? undefined : style;
}

/** The style most numbers of a document agree on, with the share that agrees; undefined when none tells. */
export function inferStyle(numbers: string[]): { style: Style; share: number } | undefined {
  const told = numbers.map(styleOf).filter((style) => style !== undefined);
  const comma = told.filter((style) => style === 'comma').length;
  if (told.length === 0) return undefined;
  const style: Style = comma * 2 >= told.length ? 'comma' : 'point';
  return { style, share: Math.max(comma, told.length - comma) / told.length };
}

/** Reads a printed number in a style; a number that contradicts the style but can only be read one way is read that way. */
export function readNumber(text: string, style: Style | undefined): Decimal | undefined {
  const by = styleOf(text) ?? style ?? 'point';
  const plainText = text.replace(/['’´\s\u00a0\u2009\u202f]/g, '').replaceAll(by === 'comma' ? '.' : ',', '');
  return decimal(plainText.replace(',', '.'));
}
