import type { Surroundings } from '../http/event.ts';
import { queryOf } from '../http/event.ts';
import type { HttpRequest } from '../http/request.ts';

/**
 * The values of identity sources such as `$request.header.Authorization`; undefined when one is missing or empty, which
 * makes a request unauthorized without asking anybody.
 */
export function identityOf(
  sources: readonly string[],
  request: HttpRequest,
  around: Surroundings,
): string[] | undefined {
  const values = sources.map((source) => sourceValue(source, request, around));
  return values.every((value) => value) ? (values as string[]) : undefined;
}

function sourceValue(source: string, request: HttpRequest, around: Surroundings): string | undefined {
  const [place, ...rest] = source.replace(/^\$/, '').split('.');
  const name = rest.at(-1) ?? '';
  if (place === 'stageVariables') return around.stageVariables[name];
  if (place === 'context') return String(around[name as keyof Surroundings] ?? '');
  if (rest[0] === 'header') return request.headers[name.toLowerCase()];
  if (rest[0] === 'querystring') return queryOf(request.query)[name];
  return undefined;
}

const KNOWN = /^\$(request\.(header|querystring)\.[\w-]+|context\.(routeKey|stage|apiId)|stageVariables\.\w+)$/;

/** The identity sources that are none the local region knows. */
export function unknownSources(sources: readonly string[]): string[] {
  return sources.filter((source) => !KNOWN.test(source));
}
