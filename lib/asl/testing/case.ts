import type { TestStateRequest, TestStateResult } from '../test-state.ts';
import { Rejected, testState } from '../test-state.ts';

/** A case of a file: what came of a TestState request, or why it was refused, in the shape of AWS's answer. */
export type CaseResult = { id: string | undefined } & (
  | TestStateResult
  | { rejected: { Error: { Code: string; Message: string }; message: string } }
);

const ACCOUNT = 'us-east-1:111111111111';

const execution = {
  id: `arn:aws:states:${ACCOUNT}:express:machine:run`,
  name: 'run',
  roleArn: 'arn:aws:iam::111111111111:role/machine',
  stateMachine: { id: `arn:aws:states:${ACCOUNT}:stateMachine:machine`, name: 'machine' },
  express: true,
};

/** Tests a state in a place without AWS: tasks need mocks, no time passes. */
export async function testCase(entry: { id?: string; request: TestStateRequest }, seed = 'run'): Promise<CaseResult> {
  const { id, request } = entry;
  try {
    return { id, ...(await testState(request, { at: Date.UTC(2026, 0, 1), seed, execution })) };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const { code: Code, message } = error;
    return { id, rejected: { Error: { Code, Message: message }, message } };
  }
}
