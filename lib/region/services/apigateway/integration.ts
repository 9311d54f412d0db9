import type { Region } from '../../service.ts';

export interface FunctionTarget {
  functionArn: string;
  /** Role to call with; without it the function's resource policy must allow API Gateway. */
  role?: string | undefined;
  /** What the function's permission may name. */
  sourceArn: string;
}

/** What a function gave: its answer, or why there is none. */
export type Called = { result: unknown } | { error: string };

/** Invokes a function as API Gateway. Rejects with `AwsError` when it may not, or when the function is throttled. */
export async function callFunction(region: Region, target: FunctionTarget, event: object): Promise<Called> {
  const principal = target.role
    ? region.role(target.role, 'apigateway.amazonaws.com')
    : ({ kind: 'service', service: 'apigateway.amazonaws.com', sourceArn: target.sourceArn } as const);
  const { FunctionError, Payload } = await region.call(principal, 'lambda', 'Invoke', {
    FunctionName: target.functionArn,
    Payload: new Uint8Array(Buffer.from(JSON.stringify(event))),
  });
  const text = Buffer.from(Payload).toString('utf8');
  return FunctionError ? { error: text } : { result: JSON.parse(text) };
}
