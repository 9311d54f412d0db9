import type * as z from 'zod';
import type { Caller, ControlPorts } from './ports.ts';

export type Scope = 'read' | 'write' | 'decide';

/** What a verb is given, checked. */
export interface Input<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  caller: Caller;
  /** Of the header `Idempotency-Key`. */
  idempotencyKey?: string;
}

/** One line of the route table: all that the server, the OpenAPI description and a client need to know. */
export interface Route {
  method: 'GET' | 'POST';
  /** `/v1/executions/{id}` */
  path: string;
  /** Name of the operation. */
  operation: string;
  summary: string;
  /** What a token must carry; `open` needs none. */
  scope: Scope | 'open';
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Form-encoded bodies are taken too (OAuth). */
  form?: boolean;
  /** Bytes; by default 1 MiB. */
  maxBody?: number;
  result: z.ZodType;
  status: number;
  idempotent?: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: `route` has checked the input against the schemas of the same line
  run(input: Input<any, any, any>, ports: ControlPorts): Promise<unknown>;
}

type Out<T extends z.ZodType | undefined> = T extends z.ZodType ? z.output<T> : undefined;

interface Line<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  R extends z.ZodType,
> extends Omit<Route, 'params' | 'query' | 'body' | 'result' | 'status' | 'run'> {
  params?: P;
  query?: Q;
  body?: B;
  result: R;
  status?: number;
  run(input: Input<Out<P>, Out<Q>, Out<B>>, ports: ControlPorts): Promise<z.input<R>>;
}

/** A line of the route table, its verb typed by its schemas. */
export const route = <
  R extends z.ZodType,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  line: Line<P, Q, B, R>,
): Route => ({ status: 200, ...line }) as Route;
