import { AwsError } from '../../service.ts';

/** One page of a list, with the token of the next. */
export function page<T>(all: readonly T[], most = 100, token?: string): { items: T[]; nextToken?: string } {
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString());
  if (!Number.isInteger(from)) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  const end = from + (most || 100);
  const items = all.slice(from, end);
  return { items, ...(end < all.length && { nextToken: Buffer.from(String(end)).toString('base64') }) };
}

/** Without members that have no value. */
export const present = <T extends object>(object: T): Partial<T> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
