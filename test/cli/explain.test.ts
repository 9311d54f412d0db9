import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countersign } from './terminal.ts';

const FOLDER = 'statemachines/document-processing';

test('an explanation names every path with its bounds, and what was proved', async () => {
  const { out, code } = await countersign('explain', FOLDER);
  expect(out).toMatch(/^document-processing 1\.0\.0\n\nEvery run, /);
  expect(out).toMatch(/2 paths on which no step fails for good/);
  expect(out).toMatch(/\n1 {2}receive → read → extract → check → triage → review → confirm/);
  expect(out).toMatch(/16 transitions with nothing retried; 49 if policy/);
  expect(out).toMatch(/rules hold\n[\s\S]*compensation-missing/);
  expect(code).toBe(0);
});

test('as JSON it is one document with the same figures', async () => {
  const { out, code } = await countersign('explain', FOLDER, '--json');
  const { paths, run, histories, transitions } = JSON.parse(out);
  expect(transitions).toEqual({ ours: 16, usual: 49 });
  expect(paths).toHaveLength(2);
  expect(run.events.max).toBeLessThan(25_000);
  expect(histories.map(({ execution }: { execution: string }) => execution)).toContain('undo_machine');
  expect(code).toBe(0);
});

test('the whole text up to the rules, as order-saga has it: node bin/countersign.ts explain statemachines/order-saga > test/cli/explain.order-saga.txt', async () => {
  const { out } = await countersign('explain', 'statemachines/order-saga');
  // Which rules there are is told elsewhere, and there are more every week.
  const [golden, given] = [readFileSync(join(import.meta.dirname, 'explain.order-saga.txt'), 'utf8'), out].map(
    (text) => text.split(/\n\d+ rules hold/)[0],
  );
  expect(given).toBe(golden);
});

test('steps of a part are listed where it is called, and executions have names that a person knows', async () => {
  const { out } = await countersign('explain', 'statemachines/employee-onboarding');
  expect(out).toMatch(/provision → account → equip → first-day/);
  expect(out).toMatch(/part provision +\d+ to \d+\nthe run +/);
});
