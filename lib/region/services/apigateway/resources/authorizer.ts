import * as z from 'zod';
import { isLoopback } from '../../../egress/refusal.ts';
import type { Provisioned } from '../../../service.ts';
import { flag, integer, resource } from '../../../shape.ts';
import type { ApiGateway } from '../apigateway.ts';
import { childKey, idOf } from '../apis.ts';
import { unknownSources } from '../authorizers/identity.ts';
import { functionArnOf } from './integration.ts';

const shape = z
  .strictObject({
    ApiId: z.string(),
    Name: z.string(),
    AuthorizerType: z.enum(['REQUEST', 'JWT']),
    IdentitySource: z.array(z.string()).default([]),
    AuthorizerUri: z.string().optional(),
    AuthorizerCredentialsArn: z.string().optional(),
    AuthorizerPayloadFormatVersion: z.literal('2.0').optional(),
    AuthorizerResultTtlInSeconds: integer.pipe(z.int().min(0).max(3600)).default(0),
    EnableSimpleResponses: flag.optional(),
    JwtConfiguration: z.strictObject({ Issuer: z.string(), Audience: z.array(z.string()) }).optional(),
  })
  .superRefine((given, problems) => {
    const problem = problemOf(given);
    if (problem) problems.addIssue({ code: 'custom', message: problem });
  });
type Properties = z.output<typeof shape>;

function problemOf(given: {
  AuthorizerType: string;
  IdentitySource: string[];
  AuthorizerUri?: string | undefined;
  EnableSimpleResponses?: boolean | undefined;
  JwtConfiguration?: { Issuer: string } | undefined;
}): string | undefined {
  const [unknown] = unknownSources(given.IdentitySource);
  if (unknown) return `the local region does not know the identity source ${unknown}`;
  if (given.AuthorizerType === 'REQUEST') {
    if (!given.AuthorizerUri) return 'a REQUEST authorizer needs AuthorizerUri';
    return given.EnableSimpleResponses
      ? undefined
      : 'the local region knows simple responses only: set EnableSimpleResponses';
  }
  if (!given.JwtConfiguration || !given.IdentitySource.length)
    return 'a JWT authorizer needs JwtConfiguration and IdentitySource';
  const issuer = URL.parse(given.JwtConfiguration.Issuer);
  return issuer && isLoopback(issuer.hostname) ? undefined : 'the local region reaches issuers on loopback only';
}

export function authorizerType({ apis }: ApiGateway) {
  const put = (id: string, properties: Properties): Provisioned => {
    const { ApiId: apiId, AuthorizerType: kind, AuthorizerCredentialsArn: role } = properties;
    const { JwtConfiguration: jwt, AuthorizerUri: uri } = properties;
    apis.authorizers.put(childKey(apiId, id), {
      apiId,
      id,
      kind,
      identitySources: properties.IdentitySource,
      ttl: properties.AuthorizerResultTtlInSeconds,
      functionArn: uri && functionArnOf(uri),
      role,
      issuer: jwt?.Issuer,
      audience: jwt?.Audience ?? [],
    });
    return { ref: id, attributes: { AuthorizerId: id, key: childKey(apiId, id) } };
  };
  return resource('AWS::ApiGatewayV2::Authorizer', shape, {
    create: (properties, place) => put(idOf(place), properties),
    update: (properties, current) => put(current.ref, properties),
    delete: (current) => apis.authorizers.delete(String(current.attributes.key)),
  });
}
