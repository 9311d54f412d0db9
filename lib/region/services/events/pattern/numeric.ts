import { PatternError } from './error.ts';

const COMPARISONS: Record<string, (value: number, operand: number) => boolean> = {
  '=': (value, operand) => value === operand,
  '<': (value, operand) => value < operand,
  '<=': (value, operand) => value <= operand,
  '>': (value, operand) => value > operand,
  '>=': (value, operand) => value >= operand,
};

/** `["=", 5]`, `[">", 0]` or a range as `[">", 0, "<=", 5]`, of numbers between -5e9 and 5e9. */
export function numeric(operand: unknown, path: string): (value: unknown) => boolean {
  const parts = Array.isArray(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4)
    throw new PatternError(path, 'numeric takes one comparison or a range of two');
  const first = comparison(parts[0], parts[1], path);
  const second = parts.length === 4 ? comparison(parts[2], parts[3], path) : () => true;
  return (value) => typeof value === 'number' && first(value) && second(value);
}

function comparison(name: unknown, operand: unknown, path: string): (value: number) => boolean {
  const compare = typeof name === 'string' && Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
  if (!compare)
    throw new PatternError(
      path,
      `numeric does not know ${JSON.stringify(name)}; there are ${Object.keys(COMPARISONS).join(' ')}`,
    );
  if (typeof operand !== 'number' || Math.abs(operand) > 5e9)
    throw new PatternError(path, 'numeric compares with a number between -5e9 and 5e9');
  return (value) => compare(value, operand);
}
