/**
 * Tokens of an issuer on loopback.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Region } from '../../../service.ts';
import type { Authorizer } from '../apis.ts';
import type { Surroundings } from '../http/event.ts';
import { type HttpRequest, message, UNAUTHORIZED } from '../http/request.ts';
import { identityOf } from './identity.ts';
import type { Verdict } from './lambda.ts';

export type JwtAuthorizers = (
  authorizer: Authorizer,
  scopes: readonly string[],
  request: HttpRequest,
  around: Surroundings,
) => Promise<Verdict>;

/** API Gateway verifies RSA signatures only. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

export function jwtAuthorizers(region: Region): JwtAuthorizers {
  const issuers = new Map<string, Promise<JWTVerifyGetKey>>();
  const keysOf = (issuer: string) => {
    const known = issuers.get(issuer) ?? discover(issuer);
    issuers.set(issuer, known);
    // An issuer that is down now may be up at the next request.
    known.catch(() => issuers.delete(issuer));
    return known;
  };
  return async (authorizer, scopes, request, around) => {
    const token = identityOf(authorizer.identitySources, request, around)?.[0]?.replace(/^Bearer\s+/i, '');
    if (!token) return { refusal: UNAUTHORIZED };
    try {
      const claims = await verify(token, authorizer, await keysOf(authorizer.issuer!), new Date(region.clock.now()));
      const granted = scopesOf(claims);
      if (scopes.length && !scopes.some((scope) => granted.includes(scope))) return { refusal: insufficient(scopes) };
      return { authorizer: { jwt: { claims: texts(claims), scopes: scopes.length ? scopes : null } } };
    } catch (error) {
      const reason = (error as Error).message;
      region.log('warn', `A token was refused by the JWT authorizer of ${authorizer.issuer}: ${reason}`);
      return { refusal: invalid(reason) };
    }
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const { jwks_uri } = (await response.json()) as { jwks_uri?: string };
  if (!jwks_uri) throw new Error(`${url} names no jwks_uri`);
  return createRemoteJWKSet(new URL(jwks_uri));
}

/** `client_id` counts as the audience when there is no `aud`. */
async function verify(token: string, { issuer, audience }: Authorizer, keys: JWTVerifyGetKey, now: Date) {
  const { payload } = await jwtVerify(token, keys, { issuer: issuer!, algorithms: ALGORITHMS, currentDate: now });
  const stated = [payload.aud ?? payload.client_id].flat();
  if (!stated.some((one) => audience.includes(String(one)))) throw new Error('the audience does not match');
  return payload;
}

function scopesOf({ scope, scp }: JWTPayload): string[] {
  const stated = scope ?? scp;
  return Array.isArray(stated)
    ? stated.map(String)
    : String(stated ?? '')
        .split(' ')
        .filter(Boolean);
}

/** Claims reach the function as text; lists in brackets. */
function texts(claims: JWTPayload): Record<string, string> {
  const text = (value: unknown) => (Array.isArray(value) ? `[${value.join(' ')}]` : String(value));
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, text(value)]));
}

function invalid(reason: string) {
  const described = reason.replaceAll('"', "'");
  const challenge = `Bearer scope="" error="invalid_token" error_description="${described}"`;
  return message(401, 'Unauthorized', { 'www-authenticate': challenge });
}

function insufficient(scopes: readonly string[]) {
  const challenge = `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"`;
  return message(403, 'Forbidden', { 'www-authenticate': challenge });
}
