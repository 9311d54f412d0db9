/** The JSONata of an expression. */
export const SOURCE: unique symbol = Symbol('source');
/** Nothing at run time: what the expression gives, for the compiler. */
export const GIVES: unique symbol = Symbol('gives');

/** An expression that gives a `T` when the run gets there. */
export interface Expr<T> {
  readonly [SOURCE]: string;
  readonly [GIVES]?: () => T;
}

export function isExpr(value: unknown): value is Expr<unknown> {
  return value !== null && ['object', 'function'].includes(typeof value) && SOURCE in (value as object);
}

/**
 * Any JSONata, for what references alone cannot say: `` expr<boolean>`${$.input.amount} > 100` `` or
 * `expr<boolean>('$input.amount > 100')`. What it gives is said by you and believed. Values between `${}` become
 * references or JSON.
 */
export function expr<T = unknown>(source: string | TemplateStringsArray, ...values: readonly unknown[]): Expr<T> {
  if (typeof source === 'string') return { [SOURCE]: source };
  // Raw, so that a regular expression stands as it is meant; only what a template literal itself asks to escape is taken back.
  const texts = source.raw.map((text) => text.replaceAll(/\\([`$])/g, '$1'));
  return { [SOURCE]: texts.reduce((joined, text, index) => `${joined}${operand(values[index - 1])}${text}`) };
}

/** Whether there is a value: a step that may have been passed by, a member that may be absent. */
export const exists = (value: Expr<unknown>): Expr<boolean> => expr`$exists(${value})`;

/** The value, or another where there is none. */
export const orElse = <T, const Other>(
  value: Expr<T>,
  other: Other | Expr<Other>,
): Expr<Exclude<T, undefined> | Other> => expr`$exists(${value}) ? ${value} : ${other}`;

/** Something inside a larger expression. */
function operand(value: unknown): string {
  if (!isExpr(value)) return literal(value);
  const source = value[SOURCE];
  return PLAIN.test(source) ? source : `(${source})`;
}

/** A reference, or a call of plain arguments, binds closer than any operator. */
const PLAIN = /^\$\w*(\.(\w+|`[^`]*`)|\[\d+\])*$|^\$\w+\([^()]*\)$/;

/** JSON is JSONata. */
function literal(value: unknown): string {
  const text = typeof value === 'function' ? undefined : JSON.stringify(value);
  if (text !== undefined) return text;
  throw new Error(`an expression holds ${String(value)}, which is neither an expression nor JSON; give one of those`);
}
