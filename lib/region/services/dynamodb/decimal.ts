/**
 * DynamoDB's numbers: decimals of up to 38 significant digits, kept exact. A float would merge 0.1 + 0.2 and 0.3, and
 * lose cents above 2^53.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
import { invalid } from './errors.ts';

/** `coefficient * 10^exponent`, without trailing zeros in the coefficient; zero is `0 * 10^0`. */
export interface Decimal {
  coefficient: bigint;
  exponent: number;
}

const form = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/;

/** Reads what DynamoDB accepts as a number; throws its ValidationException for anything else or out of range. */
export function decimal(text: string): Decimal {
  if (text === '') throw invalid('The parameter cannot be converted to a numeric value');
  const [, sign, whole = '', fraction = '', power = '0'] = form.exec(text) ?? [];
  if (whole + fraction === '') throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  return inRange(trimmed(BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`), Number(power) - fraction.length));
}

/** The plain notation in which DynamoDB answers: no exponent, no trailing zeros. */
export function decimalText({ coefficient, exponent }: Decimal): string {
  const sign = coefficient < 0n ? '-' : '';
  const digits = digitsOf(coefficient);
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const exponent = Math.min(left.exponent, right.exponent);
  return inRange(trimmed(scaled(left, exponent) + scaled(right, exponent), exponent));
}

export function negated({ coefficient, exponent }: Decimal): Decimal {
  return { coefficient: -coefficient, exponent };
}

/** Negative, zero or positive, as a sort function wants it. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const exponent = Math.min(left.exponent, right.exponent);
  const difference = scaled(left, exponent) - scaled(right, exponent);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function digitsOf(coefficient: bigint): string {
  return (coefficient < 0n ? -coefficient : coefficient).toString();
}

function scaled(value: Decimal, exponent: number): bigint {
  return value.coefficient * 10n ** BigInt(value.exponent - exponent);
}

function trimmed(coefficient: bigint, exponent: number): Decimal {
  if (coefficient === 0n) return { coefficient, exponent: 0 };
  const text = coefficient.toString();
  const kept = text.replace(/0+$/, '');
  return { coefficient: BigInt(kept), exponent: exponent + text.length - kept.length };
}

/** Magnitudes run from 1E-130 to 9.9…E+125. */
function inRange(value: Decimal): Decimal {
  if (value.coefficient === 0n) return value;
  const length = digitsOf(value.coefficient).length;
  const magnitude = value.exponent + length - 1;
  const tooLarge = 'magnitude larger than supported range';
  const tooSmall = 'magnitude smaller than supported range';
  if (magnitude > 125) throw invalid(`Number overflow. Attempting to store a number with ${tooLarge}`);
  if (magnitude < -130) throw invalid(`Number underflow. Attempting to store a number with ${tooSmall}`);
  if (length > 38) throw invalid('Attempting to store more than 38 significant digits in a Number');
  return value;
}
