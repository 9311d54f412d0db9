import type { Expr } from './expression.ts';

/** A value of the run, by name: an expression whose members are expressions too. */
export type Ref<T> = unknown extends T ? Open : Expr<T> & Members<T>;

/** A value of which no schema says anything: all may be read off it, and it may stand for anything. */
// biome-ignore lint/suspicious/noExplicitAny: that it fits everywhere is the point
export type Open = any;

/**
 * Lists are read by index only, and where there is no such item there is nothing: JSONata makes one item of a list of
 * one, so a name read off all items has no type.
 */
type Members<T> = [NonNullable<T>] extends [readonly (infer Item)[]]
  ? { readonly [K in Index]: Ref<Item | undefined> }
  : [NonNullable<T>] extends [object]
    ? { readonly [K in keyof NonNullable<T>]-?: Ref<NonNullable<T>[K] | Absent<T>> }
    : unknown;

type Index = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** What is read off nothing is nothing. */
type Absent<T> = null extends T ? undefined : undefined extends T ? undefined : never;

/** What may be written where a `T` is wanted: the value, an expression that gives it, or its parts in the same way. */
export type Value<T> = unknown extends T ? AnyValue : Expr<T> | Literal<T>;
type Literal<T> = T extends object ? { readonly [K in keyof T]: Value<Exclude<T[K], undefined>> } : T;

/** JSON with expressions in it. */
export type AnyValue =
  | string
  | number
  | boolean
  | null
  | Expr<unknown>
  | readonly AnyValue[]
  | { readonly [name: string]: AnyValue | undefined };

/** An object, whole or by its members, each a value or a function of what there is to read. */
export type Input<T, $> = (($: $) => Value<T>) | Parts<T, $>;
type Parts<T, $> = unknown extends T
  ? Template<$>
  : T extends object
    ? { readonly [K in keyof T]: Value<Exclude<T[K], undefined>> | (($: $) => Value<Exclude<T[K], undefined>>) }
    : Value<T>;

/** JSON with expressions and functions in it. */
export type Template<$> =
  | AnyValue
  | (($: $) => AnyValue)
  | readonly Template<$>[]
  | { readonly [name: string]: Template<$> | undefined };

/** What a value gives when the run gets there. */
export type Given<V> =
  V extends Expr<infer T>
    ? T
    : V extends (...given: never) => infer Result
      ? Given<Result>
      : V extends object
        ? { -readonly [K in keyof V]: Given<V[K]> }
        : V;
