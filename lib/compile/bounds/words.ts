/** US dollars, with as many digits as a small amount needs. */
export function dollars(value: number): string {
  if (!Number.isFinite(value)) return '$∞';
  return value >= 1 || value === 0 ? `$${value.toFixed(2)}` : `$${value.toPrecision(2)}`;
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
] as const;

/** Seconds as a person writes them: `90s`, `2h`, `1d 2h`. The two largest units are enough to compare. */
export function span(seconds: number): string {
  if (!Number.isFinite(seconds)) return '∞';
  const parts: string[] = [];
  let rest = Math.round(seconds);
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count}${unit}`);
    rest -= count * size;
  }
  if (rest > 0 || parts.length === 0) parts.push(`${rest}s`);
  return parts.slice(0, 2).join(' ');
}
