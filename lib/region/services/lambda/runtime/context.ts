import type { Invocation, Setup } from './messages.ts';

/** The context object of an invocation: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export function contextOf(setup: Setup, invocation: Invocation): { callbackWaitsForEmptyEventLoop: boolean } {
  const { requestId, functionArn, timeout, clientContext } = invocation;
  const deadline = performance.now() + timeout;
  return {
    callbackWaitsForEmptyEventLoop: true,
    ...setup.context,
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    ...(clientContext !== undefined && { clientContext: JSON.parse(clientContext) }),
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  } as { callbackWaitsForEmptyEventLoop: boolean };
}
