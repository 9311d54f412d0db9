import { answers, compiled, payloadsOf, runOf } from './support.ts';

const CALENDAR = `calendars:
  office: { timezone: Europe/Berlin, hours: { mon: ['09:00-17:00'] } }
`;

test('a wait in business time asks its function when it is over, and waits until then', async () => {
  const machine = compiled(`${CALENDAR}steps:
  - { id: cool-off, kind: wait, for: 16h, calendar: office }
`);
  const result = await runOf(machine, [answers('cool-off', { until: '2026-01-02T08:00:00Z' })]);
  expect(payloadsOf(result, 'cool_off')).toMatchObject([{ step: 'cool-off', input: {} }]);
  expect(new Date(result.history.at(-1)!.timestamp).toISOString()).toBe('2026-01-02T08:00:00.000Z');
  expect(machine.program.steps['cool-off']).toMatchObject({
    kind: 'wait',
    wait: { for: 16 * 3600, calendar: { timezone: 'Europe/Berlin' } },
  });
});

test('or until the next open moment at or after a time', async () => {
  const machine = compiled(`${CALENDAR}input: { type: object, properties: { due: { type: string } } }
steps:
  - { id: due, kind: wait, until: '{% $input.due %}', calendar: office }
`);
  const tasks = [answers('due', { until: '2026-01-02T08:00:00Z' })];
  const result = await runOf(machine, tasks, { due: '2026-01-01T10:00:00Z' });
  expect(payloadsOf(result, 'due')).toMatchObject([{ input: { until: '2026-01-01T10:00:00Z' } }]);
});
