import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegion, type RunningRegion } from '../../lib/region/region.ts';
import { events } from '../../lib/region/services/events/index.ts';
import { sqs } from '../../lib/region/services/sqs/index.ts';
import { states } from '../../lib/region/services/states/index.ts';

/**
 * Left behind by the last region of version 1 (commit ddbac3b), as its clients saw it: an execution that had ended, one
 * that waits for a time which has passed by now, and one that waits for its token.
 */
const fixture = join(import.meta.dirname, 'fixtures/state-version-1');
const left = JSON.parse(readFileSync(`${fixture}.json`, 'utf8')) as {
  token: string;
  history: Record<string, object[]>;
};
const arn = (name: string) => Object.keys(left.history).find((each) => each.endsWith(`:${name}`))!;

let folder: string;
let region: RunningRegion;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  copyFileSync(`${fixture}.sqlite`, join(folder, 'region.sqlite'));
  region = await createRegion({ dataDir: folder, services: [sqs, events, states] });
});
afterAll(async () => {
  await region.stop();
  rmSync(folder, { recursive: true });
});

const call = (operation: string, input: object) => region.call({ kind: 'root' }, 'states', operation, input);
const historyOf = async (executionArn: string, more: object = {}) =>
  JSON.parse(JSON.stringify((await call('GetExecutionHistory', { executionArn, ...more })).events)) as { id: number }[];

async function ended(executionArn: string): Promise<{ status: string; output: string }> {
  for (;;) {
    const execution = await call('DescribeExecution', { executionArn });
    if (execution.status !== 'RUNNING') return execution;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a state file of version 1', () => {
  test('shows the history of what had ended as it was, forwards, backwards and page by page', async () => {
    const before = left.history[arn('ended')]!;
    expect(await historyOf(arn('ended'))).toEqual(before);
    expect(await historyOf(arn('ended'), { reverseOrder: true })).toEqual(before.toReversed());
    const { events: first, nextToken } = await call('GetExecutionHistory', {
      executionArn: arn('ended'),
      maxResults: 3,
    });
    const rest = await historyOf(arn('ended'), { nextToken });
    expect([...JSON.parse(JSON.stringify(first)), ...rest]).toEqual(before);
  });

  test('goes on with what waited for a time, and adds to its history', async () => {
    expect(await ended(arn('running'))).toMatchObject({ status: 'SUCCEEDED', output: '"was here before, version 1"' });
    const [before, after] = [left.history[arn('running')]!, await historyOf(arn('running'))];
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.map(({ id }) => id)).toEqual(after.map((_, index) => index + 1));
    expect(after.at(-1)).toMatchObject({ type: 'ExecutionSucceeded' });
  });

  test('takes the token that it had given out', async () => {
    await call('SendTaskSuccess', { taskToken: left.token, output: '"told"' });
    expect(await ended(arn('asked'))).toMatchObject({ status: 'SUCCEEDED', output: '"told"' });
  });

  test('is one of this version afterwards: definitions are listed, and the next start finds all of it', async () => {
    const machine = await call('DescribeStateMachineForExecution', { executionArn: arn('ended') });
    expect(JSON.parse(machine.definition)).toMatchObject({ StartAt: 'Begin' });
    await region.stop();
    region = await createRegion({ dataDir: folder, services: [sqs, events, states] });
    expect(await historyOf(arn('ended'))).toEqual(left.history[arn('ended')]);
  });
});
