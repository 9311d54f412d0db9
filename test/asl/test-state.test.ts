/** What AWS's TestState answered, as recorded. The cases lie beside the repository, not in it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testState } from '../../lib/asl/test-state.ts';
import { testCase } from '../../lib/asl/testing/case.ts';
import type { TestStateRequest } from '../../lib/asl/testing/request.ts';

const folder = join(import.meta.dirname, '../../../shared/asl-cases');
const present = existsSync(folder);
if (!present) process.stdout.write('recorded AWS cases are absent: 1 test skipped\n');

(present ? test : test.skip)('every recorded test of a state ends as it did on AWS', async () => {
  const { eq, norm } = await import(join(folder, 'judge.mjs'));
  const wrong: string[] = [];
  for (const line of readFileSync(join(folder, 'test-state.jsonl'), 'utf8').split('\n').filter(Boolean)) {
    const { id, request, expected, rejected } = JSON.parse(line);
    const { id: _, ...result } = await testCase({ id, request });
    const good = expected ? eq(norm(expected), norm(result), false) : isRefused(rejected, result);
    if (!good) wrong.push(`${id}: ${JSON.stringify(result)}, expected ${JSON.stringify(expected ?? rejected)}`);
  }
  expect(wrong).toEqual([]);
});

/** A refusal is recorded as the answer of the API, or as the text of the client's exception. */
function isRefused(expected: unknown, result: object): boolean {
  const { rejected } = result as { rejected?: { message: string } };
  if (typeof expected !== 'string') return JSON.stringify(expected) === JSON.stringify(rejected);
  return rejected !== undefined && expected.endsWith(rejected.message);
}

const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::states:startExecution',
  Parameters: { StateMachineArn: 'arn:aws:states:us-east-1:111111111111:stateMachine:other' },
  Retry: [{ ErrorEquals: ['Slow'], IntervalSeconds: 3, MaxAttempts: 2, BackoffRate: 4 }],
  Catch: [
    { ErrorEquals: ['Other'], Next: 'Never' },
    { ErrorEquals: ['States.ALL'], Next: 'Mend', ResultPath: '$.error' },
  ],
  Next: 'After',
};

const ask = async (request: Partial<TestStateRequest>) => {
  const { id: _, ...result } = await testCase({ request: { definition: task, inspectionLevel: 'DEBUG', ...request } });
  return result;
};

const slow = { errorOutput: { error: 'Slow', cause: 'too late' } };

test('an error is retried until its attempts are used up, with the pause before the next', async () => {
  const counted = (retrierRetryCount: number) => ask({ mock: slow, stateConfiguration: { retrierRetryCount } });
  expect(await ask({ mock: slow })).toMatchObject({
    status: 'RETRIABLE',
    inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 3 } },
  });
  expect(await counted(1)).toMatchObject({ inspectionData: { errorDetails: { retryBackoffIntervalSeconds: 12 } } });
  expect(await counted(2)).toMatchObject({ status: 'CAUGHT_ERROR', nextState: 'Mend' });
});

test('a caught error names its catcher, and goes where it leads', async () => {
  const result = await ask({ mock: { errorOutput: { error: 'Broken' } }, input: { id: 1 } });
  expect(result).toMatchObject({
    status: 'CAUGHT_ERROR',
    error: 'Broken',
    nextState: 'Mend',
    output: '{"id":1,"error":{"Error":"Broken"}}',
    inspectionData: { errorDetails: { catchIndex: 1 } },
  });
});

test('STRICT wants the members that the API always has; PRESENT does not', async () => {
  const mock = { result: '{"ExecutionArn": "arn:aws:states:us-east-1:111111111111:execution:other:1"}' };
  expect(await ask({ mock })).toMatchObject({
    rejected: { message: "Mock result schema validation error: Required field 'StartDate' is missing" },
  });
  expect(await ask({ mock: { ...mock, fieldValidationMode: 'PRESENT' } })).toMatchObject({ status: 'SUCCEEDED' });
});

test('a Map under test shows what its selector and its batcher make of the items', async () => {
  const definition = {
    Type: 'Map',
    QueryLanguage: 'JSONata',
    Items: '{% [1, 2, 3] %}',
    ItemSelector: { n: '{% $states.context.Map.Item.Value %}' },
    ItemBatcher: { MaxItemsPerBatch: 2 },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'P',
      States: { P: { Type: 'Pass', End: true } },
    },
    End: true,
  };
  expect(await ask({ definition, mock: { result: '["a"]' } })).toMatchObject({
    output: '["a"]',
    inspectionData: {
      afterItemSelector: '[{"n":1},{"n":2},{"n":3}]',
      afterItemBatcher: '[{"Items":[{"n":1},{"n":2}]},{"Items":[{"n":3}]}]',
    },
  });
});

test('a task without a mock is really called, by whoever tests it', async () => {
  const called: string[] = [];
  const result = await testState(
    { definition: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Next: 'After' }, input: { a: 1 } },
    {
      at: 0,
      seed: 's',
      execution: { id: 'x', name: 'x', roleArn: 'r', stateMachine: { id: 'm', name: 'm' } },
      perform: async ({ resource }) => {
        called.push(resource);
        return { kind: 'failed', error: 'SQS.Down', cause: 'no queue' };
      },
    },
  );
  expect(called).toEqual(['arn:aws:states:::sqs:sendMessage']);
  expect(result).toEqual({ status: 'FAILED', error: 'SQS.Down', cause: 'no queue' });
});

test('what no mock stands in for cannot be tested without one', async () => {
  const { Retry: _, Catch: __, ...waiting } = { ...task, Resource: 'arn:aws:states:::states:startExecution.sync' };
  expect(await ask({ definition: waiting })).toMatchObject({ rejected: { Error: { Code: 'ValidationException' } } });
  expect(await ask({ definition: { Type: 'Succeed' }, mock: slow })).toMatchObject({
    rejected: { message: "State type 'Succeed' is not supported when a mock is specified" },
  });
});
