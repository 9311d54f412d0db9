import { ApiProblem } from './problem.ts';
import type { Route } from './route.ts';

/** The route of a method and a path, with the values of the path's parameters. Throws a 404 or a 405. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } {
  const fitting = routes.flatMap((route) => {
    const params = match(route.path, path);
    return params ? [{ route, params }] : [];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found) return found;
  if (fitting.length === 0)
    throw new ApiProblem(404, 'no-such-route', `there is nothing at ${path}; the API is described at ${DESCRIPTION}`);
  throw wrongMethod(
    method,
    path,
    fitting.map(({ route }) => route.method),
  );
}

/** Where the API describes itself. */
export const DESCRIPTION = '/v1/openapi.json';

export const wrongMethod = (method: string, path: string, allowed: readonly string[]): ApiProblem =>
  new ApiProblem(405, 'method-not-allowed', `${method} does nothing at ${path}; use ${allowed.join(', ')}`, {
    allowed,
  });

/** Values of the path's parameters, or undefined if the path is another. */
function match(template: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [template.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith('{')) params[part.slice(1, -1)] = given[i]!;
    else if (part !== given[i]) return undefined;
  }
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decode(value)]));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiProblem(400, 'bad-path', 'the path holds a percent sign that encodes nothing');
  }
}
