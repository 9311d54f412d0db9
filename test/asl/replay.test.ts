import fc from 'fast-check';
import type { Event } from '../../lib/asl/events.ts';
import { outstanding } from '../../lib/asl/outstanding.ts';
import { run } from '../../lib/asl/run.ts';
import type { Snapshot } from '../../lib/asl/snapshot.ts';
import { step } from '../../lib/asl/step.ts';
import type { StateMachine } from '../../lib/asl/types.ts';

const task = (more: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
  ...more,
});

/** Every kind of waiting: tasks, retries with jitter, waits, branches, iterations; random and timed values. */
const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'Fan',
  States: {
    Fan: {
      Type: 'Parallel',
      Next: 'Each',
      Branches: [
        { StartAt: 'Pause', States: { Pause: { Type: 'Wait', Seconds: 5, Output: '{% $uuid() %}', End: true } } },
        {
          StartAt: 'Flaky',
          States: {
            Flaky: task({
              Retry: [{ ErrorEquals: ['Flaky'], JitterStrategy: 'FULL', MaxAttempts: 2 }],
              TimeoutSeconds: 30,
              Output: '{% $now() %}',
              End: true,
            }),
          },
        },
      ],
    },
    Each: {
      Type: 'Map',
      Items: [1, 2, 3, 4],
      MaxConcurrency: 2,
      ItemProcessor: {
        StartAt: 'Do',
        States: {
          Do: task({ Output: '{% $random() %}', Next: 'Rest' }),
          Rest: { Type: 'Wait', Seconds: 1, End: true },
        },
      },
      Assign: { drawn: '{% $states.result %}' },
      Next: 'Done',
    },
    Done: { Type: 'Succeed', Output: { drawn: '{% $drawn %}' } },
  },
} as unknown as StateMachine;

const flaky = { state: 'Flaky', throw: { error: 'Flaky' } };
const mocks = {
  tasks: [flaky, flaky, { state: 'Flaky', return: { Payload: 1 } }],
  lambdas: { work: { behaviour: 'echo' } },
};

async function fold(events: Event[], from?: Snapshot): Promise<Snapshot> {
  let snapshot = from;
  for (const event of events) snapshot = (await step(definition, snapshot, event)).snapshot;
  return snapshot as Snapshot;
}

test('cut anywhere, stored as JSON and folded on, a run ends in the same state', async () => {
  const { events, status } = await run(definition, {}, { mocks });
  expect(status).toBe('SUCCEEDED');
  const whole = await fold(events);
  for (let cut = 1; cut < events.length; cut++) {
    const stored = JSON.parse(JSON.stringify(await fold(events.slice(0, cut)))) as Snapshot;
    expect(await fold(events.slice(cut), stored)).toEqual(whole);
  }
});

test('a child that failed and was tolerated leaves nothing behind in the results, stored or not', async () => {
  const one = (output: number) => ({ state: 'Do', return: { Payload: output } });
  const tolerant = {
    QueryLanguage: 'JSONata',
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        Items: [1, 2, 3],
        MaxConcurrency: 1,
        ToleratedFailureCount: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Do',
          States: { Do: task({ Output: '{% $states.result.Payload %}', End: true }) },
        },
        End: true,
      },
    },
  } as unknown as StateMachine;
  const tasks = [one(1), { state: 'Do', throw: { error: 'Broken' } }, one(3)];
  const { events, output } = await run(tolerant, {}, { mocks: { tasks } });
  expect(output).toEqual([1, 3]);
  let stored: Snapshot | undefined;
  for (const event of events) stored = JSON.parse(JSON.stringify((await step(tolerant, stored, event)).snapshot));
  expect(stored?.output).toEqual([1, 3]);
});

test('the same seed gives the same run, another seed another one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (seed) => {
      const [one, two] = [await run(definition, {}, { mocks, seed }), await run(definition, {}, { mocks, seed })];
      expect(two).toEqual(one);
      expect((await run(definition, {}, { mocks, seed: `${seed}!` })).output).not.toEqual(one.output);
    }),
    { numRuns: 10 },
  );
});

test('a step leaves the snapshot that it was given as it was', async () => {
  const { events } = await run(definition, {}, { mocks });
  let snapshot = await fold(events.slice(0, 1));
  for (const event of events.slice(1)) {
    const before = JSON.stringify(snapshot);
    const next = (await step(definition, snapshot, event)).snapshot;
    expect(JSON.stringify(snapshot)).toBe(before);
    snapshot = next;
  }
});

test('after any step the snapshot knows every task and timer that is still waited for', async () => {
  const { events } = await run(definition, {}, { mocks });
  const open = new Set<string>();
  let snapshot: Snapshot | undefined;
  for (const event of events) {
    const result = await step(definition, snapshot, event);
    snapshot = result.snapshot;
    if ('taskId' in event) open.delete(event.taskId);
    if (event.type === 'timerFired') open.delete(event.id);
    for (const command of result.commands) {
      if (command.type === 'scheduleTask') open.add(command.taskId);
      if (command.type === 'startTimer') open.add(command.id);
      if (command.type === 'cancelTask') open.delete(command.taskId);
      if (command.type === 'cancelTimer') open.delete(command.id);
    }
    const known = outstanding(snapshot).map(({ command }) =>
      'taskId' in command ? command.taskId : 'id' in command ? command.id : '',
    );
    expect(new Set(known)).toEqual(open);
  }
});

test('an answer that nobody waits for changes nothing', async () => {
  const { events } = await run(definition, {}, { mocks });
  const snapshot = await fold(events.slice(0, 3));
  const late: Event = { type: 'taskSucceeded', taskId: 'task999', output: 1, at: 0, seed: 'x' };
  const result = await step(definition, snapshot, late);
  expect(result).toEqual({ snapshot, commands: [], historyEvents: [], idle: true });
});

test('the size of a state does not grow with the length of its history', async () => {
  const loop = {
    QueryLanguage: 'JSONata',
    StartAt: 'Again',
    States: {
      Again: { Type: 'Wait', Seconds: 1, Output: '{% $states.input + 1 %}', Next: 'More' },
      More: { Type: 'Choice', Choices: [{ Condition: '{% $states.input < 300 %}', Next: 'Again' }], Default: 'End' },
      End: { Type: 'Succeed' },
    },
  } as unknown as StateMachine;
  const { events } = await run(loop, 0);
  const sizes: number[] = [];
  let snapshot: Snapshot | undefined;
  for (const event of events) {
    snapshot = (await step(loop, snapshot, event)).snapshot;
    sizes.push(JSON.stringify(snapshot).length);
  }
  expect(sizes.length).toBe(301);
  expect(Math.max(...sizes.slice(0, -1)) - Math.min(...sizes.slice(0, -1))).toBeLessThan(60);
});

test('a mocked activity is scheduled, started and done in its history, whatever its ARN', async () => {
  for (const Resource of ['arn:aws:states:us-east-1:111111111111:activity:pack', 'activity_arn']) {
    const machine = { StartAt: 'A', States: { A: { Type: 'Task', Resource, End: true } } } as unknown as StateMachine;
    const { history } = await run(machine, {}, { mocks: { tasks: [{ state: 'A', return: 1 }] } });
    const types = history.map(({ type }) => type).filter((type) => type.startsWith('Activity'));
    expect(types).toEqual(['ActivityScheduled', 'ActivityStarted', 'ActivitySucceeded']);
  }
});
