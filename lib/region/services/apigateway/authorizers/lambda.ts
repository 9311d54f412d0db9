/**
 * A function that decides: REQUEST authorizer, format 2.0, simple responses.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
import type { Region } from '../../../service.ts';
import { type Authorizer, executeArn } from '../apis.ts';
import { requestPart, type Surroundings } from '../http/event.ts';
import { FORBIDDEN, type HttpRequest, type HttpResponse, SERVER_ERROR, UNAUTHORIZED } from '../http/request.ts';
import { callFunction } from '../integration.ts';
import { identityOf } from './identity.ts';

/** What an authorizer gives: a refusal, or what the integration is told. */
export type Verdict = { refusal: HttpResponse } | { authorizer: object };

export type LambdaAuthorizers = (
  authorizer: Authorizer,
  request: HttpRequest,
  around: Surroundings,
) => Promise<Verdict>;

/** Answers are kept for the authorizer's TTL, by the values of its identity sources, in the region's time. */
export function lambdaAuthorizers(region: Region): LambdaAuthorizers {
  const kept = new Map<string, { verdict: Verdict; until: number }>();
  return async (authorizer, request, around) => {
    const identity = identityOf(authorizer.identitySources, request, around);
    if (!identity) return { refusal: UNAUTHORIZED };
    const key = JSON.stringify([authorizer.apiId, authorizer.id, authorizer.functionArn, identity]);
    const now = region.clock.now();
    const known = kept.get(key);
    if (known && known.until > now) return known.verdict;
    kept.delete(key);
    const verdict = await ask(region, authorizer, identity, request, around);
    const lasting = authorizer.ttl > 0 && !('refusal' in verdict && verdict.refusal === SERVER_ERROR);
    if (lasting) kept.set(key, { verdict, until: now + authorizer.ttl * 1000 });
    return verdict;
  };
}

async function ask(
  region: Region,
  authorizer: Authorizer,
  identitySource: string[],
  request: HttpRequest,
  around: Surroundings,
): Promise<Verdict> {
  const { method } = request;
  const event = {
    ...requestPart('2.0', request, around),
    type: 'REQUEST',
    routeArn: executeArn(region, authorizer.apiId, `${around.stage}/${method}${request.path}`),
    identitySource,
  };
  const sourceArn = executeArn(region, authorizer.apiId, `authorizers/${authorizer.id}`);
  const target = { functionArn: authorizer.functionArn!, role: authorizer.role, sourceArn };
  const called = await callFunction(region, target, event).catch((error: Error) => ({ error: error.message }));
  if ('error' in called) return failed(region, authorizer, called.error);
  const { isAuthorized, context = {} } = (called.result ?? {}) as { isAuthorized?: unknown; context?: object };
  if (typeof isAuthorized !== 'boolean') return failed(region, authorizer, 'it did not answer {isAuthorized: boolean}');
  return isAuthorized ? { authorizer: { lambda: context } } : { refusal: FORBIDDEN };
}

function failed(region: Region, authorizer: Authorizer, reason: string): Verdict {
  region.log('error', `The authorizer ${authorizer.functionArn} failed: ${reason}`);
  return { refusal: SERVER_ERROR };
}
