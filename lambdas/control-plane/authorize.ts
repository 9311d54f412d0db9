import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import { verifyToken } from '../../lib/aws/access-tokens.ts';

type Answer = APIGatewaySimpleAuthorizerWithContextResult<{ sub: string; scope: string }>;

const DENIED: Answer = { isAuthorized: false, context: { sub: '', scope: '' } };

/** Lets a request pass if its token is ours and has not ended. A token is never logged, so neither is why it failed. */
export async function handler({ identitySource }: APIGatewayRequestAuthorizerEventV2): Promise<Answer> {
  const token = /^Bearer (\S+)$/i.exec(identitySource[0] ?? '')?.[1];
  if (!token) return DENIED;
  return verifyToken(token).then(
    (context) => ({ isAuthorized: true, context }),
    () => DENIED,
  );
}
