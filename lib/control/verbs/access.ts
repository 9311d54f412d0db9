import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { sha256 } from '../../engine/keys.ts';
import { ApiProblem } from '../problem.ts';
import { route } from '../route.ts';

export const token = route({
  method: 'POST',
  path: '/v1/auth/token',
  operation: 'issueToken',
  summary:
    'Exchanges the secret of an API client for an access token (OAuth 2.0 client credentials, RFC 6749 section 4.4)',
  scope: 'open',
  form: true,
  body: z.object({
    grant_type: z.literal('client_credentials'),
    client_id: z.string().max(100),
    client_secret: z.string().max(200),
  }),
  result: z.object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.number().int(),
    scope: z.string(),
  }),
  run: async ({ body: { client_id, client_secret } }, ports) => {
    const secret = await ports.clientSecret(client_id);
    // Compared as digests, so that neither the length of a secret nor whether a client exists shows in the time it takes.
    const same = timingSafeEqual(Buffer.from(sha256(secret ?? '')), Buffer.from(sha256(client_secret)));
    if (!secret || !same)
      throw new ApiProblem(401, 'invalid-client', 'the client id and secret are not a pair that this deployment knows');
    const scope = 'read write decide';
    const { token, expiresIn } = await ports.tokens.issue({ sub: client_id, scope });
    return { access_token: token, token_type: 'Bearer' as const, expires_in: expiresIn, scope };
  },
});

export const me = route({
  method: 'GET',
  path: '/v1/me',
  operation: 'me',
  summary: 'Who the token stands for',
  scope: 'read',
  result: z.object({ id: z.string(), tenant: z.string(), scopes: z.array(z.string()) }),
  run: async ({ caller }, { tenant }) => ({ id: caller.id, tenant, scopes: [...caller.scopes] }),
});

export const auditKey = route({
  method: 'GET',
  path: '/v1/audit/key',
  operation: 'auditKey',
  summary: 'The public key that proofs verify with, as a C2SP verifier key line',
  scope: 'open',
  result: z.object({ key: z.string() }),
  run: async (_, ports) => ({ key: await ports.verifierKey() }),
});

export const listPolicies = route({
  method: 'GET',
  path: '/v1/policies',
  operation: 'listPolicies',
  summary: 'The policies in force, as they stand in the bundle that decides',
  scope: 'read',
  result: z.object({ hash: z.string(), items: z.array(z.object({ id: z.string(), text: z.string() })) }),
  run: async (_, { policies: { hash, policies } }) => ({
    hash,
    items: Object.entries(policies).map(([id, text]) => ({ id, text })),
  }),
});
