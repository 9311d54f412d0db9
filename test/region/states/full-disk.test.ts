import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegion } from '../../../lib/region/region.ts';
import type { Service } from '../../../lib/region/service.ts';
import { states } from '../../../lib/region/services/states/index.ts';
import { jsonProtocol } from '../../../lib/region/wire/json.ts';
import { ROLE } from './standing.ts';

const folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
afterAll(() => rmSync(folder, { recursive: true }));

const task = (action: string, more: object) => ({
  Type: 'Task',
  Resource: `arn:aws:states:::aws-sdk:outside:${action}`,
  Arguments: {},
  ...more,
});

/** Looks again and again, for some seconds. */
async function until(fits: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + 4000; performance.now() < deadline; ) {
    if (await fits()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a full disk holds executions up; with room again they go on, and no task is done twice', async () => {
  const called: string[] = [];
  const logged: string[] = [];
  const answer = Promise.withResolvers<object>();
  const outside = (): Service => ({
    name: 'outside',
    protocol: jsonProtocol('Outside'),
    operations: {
      Slow() {
        called.push('slow');
        return answer.promise;
      },
      Next: () => ({ times: called.push('next') }),
    },
  });
  const { region, call, stop } = await createRegion({
    dataDir: folder,
    services: [outside, states],
    log: (level, message) => level === 'error' && logged.push(message),
  });
  const document = (Statement: object) => ({ Version: '2012-10-17', Statement: [Statement] });
  const trust = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' } });
  const inline = { all: document({ Effect: 'Allow', Action: '*', Resource: '*' }) };
  region.identities.putRole({ arn: ROLE, name: 'machine', id: 'A', trust, inline, managed: [] });
  const run = (operation: string, input: object) => call({ kind: 'root' }, 'states', operation, input);
  const definition = JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Slow',
    States: {
      Slow: task('slow', { Output: '{% $states.result %}', Next: 'Next' }),
      Next: task('next', { End: true }),
    },
  });
  const { stateMachineArn } = await run('CreateStateMachine', { name: 'held', roleArn: ROLE, definition });
  const { executionArn } = await run('StartExecution', { stateMachineArn });
  const { db } = region.store;
  const pages = Number(db.prepare('PRAGMA page_count').get()?.page_count);
  db.exec(`PRAGMA max_page_count = ${pages}`);
  answer.resolve({ large: 'x'.repeat(100_000) });
  await until(() => logged.length > 0);
  expect(logged[0]).toMatch(/states: 1 steps wait to be recorded: .*the disk under .* is full; make room/);
  expect(called).toEqual(['slow']);
  expect((await run('GetExecutionHistory', { executionArn })).events.at(-1).type).toBe('TaskStarted');
  db.exec('PRAGMA max_page_count = 1000000');
  await until(async () => (await run('DescribeExecution', { executionArn })).status !== 'RUNNING');
  expect(await run('DescribeExecution', { executionArn })).toMatchObject({ status: 'SUCCEEDED' });
  expect(called).toEqual(['slow', 'next']);
  await stop();
});
