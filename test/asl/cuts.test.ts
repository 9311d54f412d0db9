/**
 * A history may be cut after any event. The state there is stored as JSON and read again, and the next event does the
 * same to it as to the state that was never stored; so, event by event, the execution resumes to the same end.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Event } from '../../lib/asl/events.ts';
import { outstanding } from '../../lib/asl/outstanding.ts';
import { run } from '../../lib/asl/run.ts';
import type { Snapshot } from '../../lib/asl/snapshot.ts';
import type { Step } from '../../lib/asl/step.ts';
import { step } from '../../lib/asl/step.ts';
import type { Json, StateMachine } from '../../lib/asl/types.ts';

const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Ids of what is asked of the outside and not yet answered, cancelled or fired. */
function track(open: Set<string>, event: Event, commands: readonly Command[]): void {
  if (event.type === 'timerFired') open.delete(event.id);
  if (event.type === 'taskSucceeded' || event.type === 'taskFailed') open.delete(event.taskId);
  for (const command of commands) {
    if (command.type === 'startTimer') open.add(command.id);
    else if (command.type === 'scheduleTask') open.add(command.taskId);
    else if (command.type === 'cancelTimer') open.delete(command.id);
    else if (command.type === 'cancelTask') open.delete(command.taskId);
    else open.clear();
  }
}

const idOf = ({ command }: { command: Command }): string =>
  command.type === 'scheduleTask' ? command.taskId : (command as { id: string }).id;

/** Cuts after every event. @returns how many cuts were made */
async function cutEverywhere(definition: StateMachine, events: readonly Event[], end: Snapshot['status']) {
  let whole: Snapshot | undefined;
  let consumed: Snapshot | undefined;
  let cut: Snapshot | undefined;
  const open = new Set<string>();
  for (const event of events) {
    const before = JSON.stringify(whole);
    const expected: Step = await step(definition, whole, event);
    if (JSON.stringify(whole) !== before) throw new Error(`A step changed the snapshot it was given: ${event.type}`);
    const resumed = await step(definition, cut, stored(event));
    expect(stored(resumed)).toEqual(stored(expected));
    const spared = await step(definition, consumed, event, { consume: true });
    expect(stored(spared)).toEqual(stored(expected));
    track(open, event, expected.commands);
    expect(new Set(outstanding(resumed.snapshot).map(idOf))).toEqual(open);
    [whole, consumed, cut] = [expected.snapshot, spared.snapshot, stored(resumed.snapshot)];
  }
  expect(whole?.status).toBe(end);
  return events.length;
}

const folder = join(import.meta.dirname, '../../../shared/asl-cases');
const present = existsSync(folder);
if (!present) process.stdout.write('recorded AWS cases are absent: 1 test skipped\n');

(present ? test : test.skip)('recorded executions resume to the same end from every event', async () => {
  const lines = readFileSync(join(folder, 'executions.jsonl'), 'utf8').split('\n').filter(Boolean);
  let cuts = 0;
  for (const line of lines) {
    const { definition, input, mocks, machineType } = JSON.parse(line);
    const { events, status } = await run(definition, input, { mocks, express: machineType === 'EXPRESS' });
    cuts += await cutEverywhere(definition, events, status);
  }
  expect(cuts).toBeGreaterThan(lines.length);
});

const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'f' } } as const;
const RETRY = [{ ErrorEquals: ['Again'], IntervalSeconds: 2, MaxAttempts: 2, JitterStrategy: 'FULL' as const }];

const OWN: Record<string, { definition: StateMachine; input?: Json; tasks?: object[] }> = {
  'a Map with retries, waits and random values': {
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          Items: '{% [1, 2, 3, 4, 5] %}',
          MaxConcurrency: 2,
          ItemProcessor: {
            StartAt: 'Ask',
            States: {
              Ask: { ...TASK, Retry: RETRY, Assign: { id: '{% $uuid() & $random() %}' }, Next: 'Pause' },
              Pause: { Type: 'Wait', Seconds: 3, Output: '{% $id %}', End: true },
            },
          },
          End: true,
        },
      },
    },
    tasks: [
      { state: 'Ask', throw: { error: 'Again' } },
      { state: 'Ask', throw: { error: 'Again' } },
    ],
  },
  'branches of which one fails and is caught': {
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Slow', States: { Slow: { Type: 'Wait', Seconds: 100, End: true } } },
            { StartAt: 'Bad', States: { Bad: { ...TASK, End: true } } },
          ],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Mend', Output: '{% $states.errorOutput %}' }],
          End: true,
        },
        Mend: { Type: 'Pass', End: true },
      },
    },
    tasks: [{ state: 'Bad', throw: { error: 'Broken', cause: 'no' } }],
  },
  'a distributed Map that bears a failure': {
    definition: {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'Ask',
            States: { Ask: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } },
          },
          ToleratedFailureCount: 1,
          End: true,
        },
      },
    },
    input: [1, 2, 3],
    tasks: [{ state: 'Ask', throw: { error: 'Broken' } }],
  },
};

test.each(Object.entries(OWN))(
  '%s resume to the same end from every event',
  async (_, { definition, input, tasks }) => {
    const good = Array.from({ length: 9 }, () =>
      ['Ask', 'Bad'].map((state) => ({ state, return: { Payload: 1 } })),
    ).flat();
    const mocks = { tasks: [...(tasks ?? []), ...good] as never };
    const { events, status } = await run(definition, input ?? {}, { mocks });
    expect(await cutEverywhere(definition, events, status)).toBeGreaterThan(1);
  },
);
