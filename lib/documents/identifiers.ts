// Numbers that prove themselves: their check digits say whether they were read right.

/** An IBAN with correct check digits (ISO 13616, mod 97), without spaces; undefined otherwise. */
export function iban(text: string): string | undefined {
  const plain = text.replace(/[\s.-]/g, '').toUpperCase();
  if (
    !/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain) ||
    plain.length !== (IBAN_LENGTHS[plain.slice(0, 2)] ?? plain.length)
  )
    return undefined;
  const digits = (plain.slice(4) + plain.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n ? plain : undefined;
}

const IBAN_LENGTHS: Record<string, number> = Object.fromEntries(
  'AD24 AE23 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GR27 HR21 HU28 IE22 IL23 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 SA24 SE24 SI19 SK24 SM27 TR26'
    .split(' ')
    .map((one) => [one.slice(0, 2), Number(one.slice(2))]),
);

/** Every valid IBAN in a text. */
export function findIbans(text: string): { iban: string; index: number }[] {
  const found: { iban: string; index: number }[] = [];
  for (const match of text.matchAll(/\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}/g)) {
    const length = IBAN_LENGTHS[match[0].slice(0, 2)] ?? match[0].replace(/[\s-]/g, '').length;
    const valid = iban(take(match[0], length));
    if (valid) found.push({ iban: valid, index: match.index });
  }
  return found;
}

function take(text: string, signs: number): string {
  return text.replace(/[\s-]/g, '').slice(0, signs);
}

// The shapes of VAT identification numbers by country (VIES; GB, CH, NO beside it).
const VAT_SHAPES: Record<string, string> = {
  AT: 'U\\d{8}',
  BE: '[01]\\d{9}',
  BG: '\\d{9,10}',
  CY: '\\d{8}[A-Z]',
  CZ: '\\d{8,10}',
  DE: '\\d{9}',
  DK: '\\d{8}',
  EE: '\\d{9}',
  EL: '\\d{9}',
  ES: '[A-Z0-9]\\d{7}[A-Z0-9]',
  FI: '\\d{8}',
  FR: '[A-Z0-9]{2}\\d{9}',
  GB: '\\d{9}(?:\\d{3})?',
  HR: '\\d{11}',
  HU: '\\d{8}',
  IE: '\\d[A-Z0-9]\\d{5}[A-Z]{1,2}',
  IT: '\\d{11}',
  LT: '(?:\\d{9}|\\d{12})',
  LU: '\\d{8}',
  LV: '\\d{11}',
  MT: '\\d{8}',
  NL: '\\d{9}B\\d{2}',
  PL: '\\d{10}',
  PT: '\\d{9}',
  RO: '\\d{6,10}',
  SE: '\\d{12}',
  SI: '\\d{8}',
  SK: '\\d{10}',
  CHE: '\\d{9}(?:MWST|TVA|IVA)?',
  NO: '\\d{9}MVA',
};

const VAT = new RegExp(`\\b(${Object.keys(VAT_SHAPES).join('|')})[ \\-.]?((?:[A-Z0-9][ .\\-]?){4,14})`, 'g');

/** Every VAT identification number in a text, with its country (ISO 3166-1 alpha-2). */
export function findVatIds(text: string): { id: string; country: string; index: number; checked: boolean }[] {
  const found: { id: string; country: string; index: number; checked: boolean }[] = [];
  for (const match of text.matchAll(VAT)) {
    const [prefix, rest] = [match[1]!, match[2]!.replace(/[ .-]/g, '')];
    const id = VAT_SHAPES[prefix] && new RegExp(`^${VAT_SHAPES[prefix]}`).exec(rest)?.[0];
    if (!id || (/^[A-Z]/.test(rest.slice(id.length)) === false && rest.length > id.length)) continue;
    found.push({
      id: prefix + id,
      country: prefix === 'EL' ? 'GR' : prefix.slice(0, 2),
      index: match.index,
      checked: checks(prefix, id),
    });
  }
  return found;
}

/** Whether the check digit holds, for the countries whose rule is simple and public; false says nothing. */
function checks(prefix: string, id: string): boolean {
  const digits = [...id].map(Number);
  if (prefix === 'DE') return mod11And10(digits);
  if (prefix === 'PL')
    return [6, 5, 7, 2, 3, 4, 5, 6, 7].reduce((sum, weight, i) => sum + weight * digits[i]!, 0) % 11 === digits[9];
  if (prefix === 'IT') return luhn(digits);
  if (prefix === 'BE') return 97 - (Number(id.slice(0, 8)) % 97) === Number(id.slice(8));
  return false;
}

/** ISO 7064 mod 11,10, the rule of German VAT ids. */
function mod11And10(digits: number[]): boolean {
  let product = 10;
  for (const digit of digits.slice(0, 8)) product = (((product + digit) % 10 || 10) * 2) % 11;
  return (11 - product) % 10 === digits[8];
}

const luhn = (digits: number[]) =>
  digits.toReversed().reduce((sum, d, i) => sum + (i % 2 ? (d * 2 > 9 ? d * 2 - 9 : d * 2) : d), 0) % 10 === 0;
