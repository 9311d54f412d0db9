import { run } from '../../lib/asl/run.ts';
import type { StateMachine } from '../../lib/asl/types.ts';

/** Assigns a text of some KiB to a variable in each of a number of states. */
function assigning(kibibytes: number, times: number): StateMachine {
  const names = Array.from({ length: times }, (_, index) => `S${index}`);
  const states = names.map((name, index) => [
    name,
    {
      Type: 'Pass' as const,
      Assign: { [`v${index}`]: 'x'.repeat(kibibytes * 1024) },
      Output: null,
      ...(index < times - 1 ? { Next: names[index + 1] as string } : { End: true }),
    },
  ]);
  return { QueryLanguage: 'JSONata', StartAt: 'S0', States: Object.fromEntries(states) };
}

test('one Assign may hold 256 KiB and no more', async () => {
  expect((await run(assigning(255, 1), {})).status).toBe('SUCCEEDED');
  expect(await run(assigning(257, 1), {})).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('all variables together may hold 10 MiB', async () => {
  expect((await run(assigning(250, 40), {})).status).toBe('SUCCEEDED');
  const { error, statesEntered } = await run(assigning(250, 43), {});
  expect(error).toBe('States.DataLimitExceeded');
  expect(statesEntered).toHaveLength(41);
});

test('a variable that is overwritten does not count twice', async () => {
  const machine = assigning(200, 60);
  for (const state of Object.values(machine.States))
    state.Assign = { same: Object.values(state.Assign ?? {})[0] ?? null };
  expect((await run(machine, {})).status).toBe('SUCCEEDED');
});

test('the event after the 25,000th fails the execution', async () => {
  const machine: StateMachine = {
    StartAt: 'A',
    States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } },
  };
  const { status, cause, history } = await run(machine, {});
  expect({ status, events: history.length }).toEqual({ status: 'FAILED', events: 25_000 });
  expect(cause).toContain('maximum number of history events');
});
