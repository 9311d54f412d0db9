import { afterKill, invoke, payload, type Standing, stand } from './standing.ts';

const mapping = (more: object = {}, child: object = { Type: 'Wait', Seconds: 10, End: true }) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Label: 'Rows',
      Items: '{% $states.input %}',
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Hold',
        States: { Hold: child },
      },
      End: true,
      ...more,
    },
  },
});

/** An execution over four items, and its Map run. */
async function begun(it: Standing, definition: object) {
  const execution = await it.start(await it.machine(definition), [1, 2, 3, 4]);
  const { mapRuns } = await it.run('ListMapRuns', { executionArn: execution });
  const mapRunArn: string = mapRuns[0].mapRunArn;
  return { execution, mapRunArn, describe: () => it.run('DescribeMapRun', { mapRunArn }) };
}

test('a Map run tells how far it is, and what became of it', async () => {
  const it = stand();
  const { execution, mapRunArn, describe } = await begun(it, mapping());
  expect(mapRunArn).toContain(':mapRun:orders/Rows:');
  expect(await describe()).toMatchObject({
    executionArn: execution,
    status: 'RUNNING',
    maxConcurrency: 2,
    itemCounts: { total: 4, running: 2, pending: 2, succeeded: 0 },
  });
  await it.region.clock.advance(10_000);
  expect(await describe()).toMatchObject({ itemCounts: { running: 2, pending: 0, succeeded: 2 } });
  await it.region.clock.runUntilIdle();
  expect(await describe()).toMatchObject({
    status: 'SUCCEEDED',
    stopDate: expect.any(Date),
    executionCounts: { total: 4, succeeded: 4, running: 0 },
  });
});

test('batches count as executions, what is in them as items', async () => {
  const it = stand();
  const { describe } = await begun(it, mapping({ ItemBatcher: { MaxItemsPerBatch: 3 } }));
  expect(await describe()).toMatchObject({ itemCounts: { total: 4 }, executionCounts: { total: 2 } });
});

test('a running Map run takes more at once when it is told to', async () => {
  const it = stand();
  const { mapRunArn, describe } = await begun(it, mapping());
  await it.run('UpdateMapRun', { mapRunArn, maxConcurrency: 3 });
  expect(await describe()).toMatchObject({ maxConcurrency: 3, itemCounts: { running: 3, pending: 1 } });
  await it.region.clock.runUntilIdle();
  await expect(it.run('UpdateMapRun', { mapRunArn, maxConcurrency: 1 })).rejects.toMatchObject({
    code: 'ValidationException',
  });
});

test('a limit that is lowered below the failures so far fails the run', async () => {
  const it = stand();
  let calls = 0;
  it.region.answer = () => {
    calls += 1;
    return calls === 1
      ? { StatusCode: 200, FunctionError: 'Unhandled', Payload: payload({ errorType: 'Bad' }) }
      : new Promise(() => undefined);
  };
  const { execution, mapRunArn, describe } = await begun(it, mapping({ ToleratedFailureCount: 3 }, invoke()));
  while ((await describe()).itemCounts.failed === 0) await new Promise((done) => setImmediate(done));
  await it.run('UpdateMapRun', { mapRunArn, toleratedFailureCount: 0 });
  expect(await describe()).toMatchObject({ status: 'FAILED', itemCounts: { failed: 1, aborted: 3 } });
  expect(await it.describe(execution)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
});

test('a stopped execution aborts its Map run', async () => {
  const it = stand();
  const { execution, describe } = await begun(it, mapping());
  await it.run('StopExecution', { executionArn: execution });
  expect(await describe()).toMatchObject({ status: 'ABORTED', itemCounts: { aborted: 4 } });
});

test('a Map run that is not there is named', async () => {
  const mapRunArn = 'arn:aws:states:eu-central-1:000000000000:mapRun:orders/Rows:none';
  await expect(stand().run('DescribeMapRun', { mapRunArn })).rejects.toMatchObject({ code: 'ResourceNotFound' });
});

test('a child whose end starts nothing and is in no history is kept all the same, also over a kill', async () => {
  const it = stand();
  const { execution } = await begun(
    it,
    mapping({ MaxConcurrency: 4 }, { Type: 'Wait', Seconds: '{% $states.input * 10 %}', End: true }),
  );
  await it.region.clock.advance(25_000);
  const again = afterKill(it);
  await again.region.clock.runUntilIdle();
  expect(await again.describe(execution)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3,4]' });
});
