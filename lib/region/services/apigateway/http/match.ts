/**
 * Which route answers: the one whose path says most, segment by segment (literal, then `{name}`, then `{name+}`), then the
 * one that names the method, then `$default`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */

export interface Match<R> {
  route: R;
  /** Decoded. */
  parameters: Record<string, string>;
}

/** `path` is as sent, without the stage. */
export function match<R extends { key: string }>(
  routes: readonly R[],
  method: string,
  path: string,
): Match<R> | undefined {
  const found = routes.flatMap((route) => candidate(route, method, path));
  return found.sort((one, other) => compare(one.rank, other.rank))[0];
}

type Candidate<R> = Match<R> & { rank: readonly number[] };

function candidate<R extends { key: string }>(route: R, method: string, path: string): Candidate<R>[] {
  if (route.key === '$default') return [{ route, parameters: {}, rank: [DEFAULT] }];
  const [routeMethod, pattern] = route.key.split(' ') as [string, string];
  if (routeMethod !== 'ANY' && routeMethod !== method) return [];
  const parameters = parametersOf(segments(pattern), segments(path));
  if (!parameters) return [];
  return [{ route, parameters, rank: [...segments(pattern).map(weight), END, routeMethod === 'ANY' ? 1 : 0] }];
}

const [LITERAL, NAMED, END, GREEDY, DEFAULT] = [0, 1, 2, 3, 4];

function weight(segment: string): number {
  if (/^\{.+\+\}$/.test(segment)) return GREEDY;
  return /^\{.+\}$/.test(segment) ? NAMED : LITERAL;
}

function parametersOf(pattern: string[], path: string[]): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const name = /^\{(.+?)\+?\}$/.exec(segment)?.[1];
    const rest = path.slice(index);
    if (rest.length === 0) return undefined;
    if (weight(segment) === GREEDY) return { ...found, [name!]: rest.map(decode).join('/') };
    if (name === undefined && segment !== path[index]) return undefined;
    if (name !== undefined) found[name] = decode(path[index]!);
  }
  return path.length === pattern.length ? found : undefined;
}

/** `/` has no segments; a slash at the end makes an empty one, which only a parameter matches. */
const segments = (path: string) =>
  path
    .split('/')
    .slice(1)
    .filter((segment, index) => index > 0 || segment !== '');

function compare(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((value, at) => value !== other[at]);
  return index < 0 ? 0 : one[index]! - (other[index] ?? 0);
}

/** What is no percent-encoding stays as it is. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
