import type { Html } from './html.ts';

/** A request as a page sees it. Header names are in lower case. */
export interface WebRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  cookies: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
}

export interface WebResponse {
  status: number;
  headers: Record<string, string>;
  /** `Set-Cookie` values. */
  cookies?: readonly string[];
  body: string | Uint8Array;
}

export const document = (status: number, { text }: Html): WebResponse => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: text,
});

/** 303: the browser asks for the address with GET, so that reloading it sends nothing twice. */
export const seeOther = (location: string, cookies: readonly string[] = []): WebResponse => ({
  status: 303,
  headers: { location },
  cookies,
  body: '',
});
