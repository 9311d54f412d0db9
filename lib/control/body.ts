import type { ApiRequest } from './handle.ts';
import { ApiProblem } from './problem.ts';
import type { Route } from './route.ts';

/** Bytes of a body where the route does not say otherwise. */
const MAX_BODY = 2 ** 20;

/** The body of a request, parsed but not yet checked against the route's schema. Throws an `ApiProblem`. */
export function bodyOf({ body, form, maxBody = MAX_BODY }: Route, { headers, body: text }: ApiRequest): unknown {
  if (!body) return undefined;
  const size = Buffer.byteLength(text);
  if (size > maxBody) throw new ApiProblem(413, 'too-large', `the body has ${size} bytes; this takes up to ${maxBody}`);
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (form && type === 'application/x-www-form-urlencoded') return formOf(text);
  if (type !== 'application/json')
    throw new ApiProblem(415, 'not-json', `the body must be application/json, and was ${type || 'of no type'}`);
  return jsonOf(text);
}

function formOf(text: string): unknown {
  const names = [...new URLSearchParams(text).keys()];
  if (new Set(names).size < names.length) throw bad('the form holds a field twice');
  return Object.fromEntries(new URLSearchParams(text));
}

function jsonOf(text: string): unknown {
  const value = parsed(text);
  const trouble = troubleIn(value, 0);
  if (trouble) throw bad(`the body ${trouble}`);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The message of the parser quotes the body, which may hold a secret: only the place is told.
    const place = /at position \d+/.exec((error as Error).message)?.[0];
    throw bad(`the body is not JSON${place ? `: it breaks ${place}` : ''}`);
  }
}

const bad = (detail: string): ApiProblem => new ApiProblem(400, 'bad-json', detail);

/** DynamoDB keeps 32 levels (Constraints.html#limits-attributes); a few are the row's own. */
const MAX_DEPTH = 28;

/** DynamoDB keeps numbers up to 9.99E+125, and down to 1E-130. */
const MAX_NUMBER = 1e125;
const MIN_NUMBER = 1e-130;

/** What JSON can say and the ledger cannot keep, or nobody can mean. */
function troubleIn(value: unknown, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`;
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'holds half of a surrogate pair';
  if (typeof value === 'number') return isKept(value) ? undefined : 'holds a number that cannot be kept exactly';
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, '__proto__')) return 'holds a member named __proto__';
  for (const part of Object.entries(value).flat()) {
    const trouble = troubleIn(part, depth + 1);
    if (trouble) return trouble;
  }
  return undefined;
}

const isKept = (number: number): boolean =>
  number === 0 || (Math.abs(number) <= MAX_NUMBER && Math.abs(number) >= MIN_NUMBER);
