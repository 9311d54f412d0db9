import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { validate } from '../../lib/asl/validate.ts';
import { compile } from '../../lib/compile/compile.ts';
import { print } from '../../lib/compile/print.ts';
import { check } from '../../lib/workflow/check.ts';
import { workflows } from '../compile/generate.ts';
import { anyFiles, shuffled } from '../compile/support.ts';
import { type Answer, Thrown, whole } from '../compile/whole.ts';

/** A workflow that keeps the rules, as far as the compiler cares. */
function sound(made: Record<string, unknown>) {
  const { workflow, problems } = check(stringify(made), anyFiles);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const tolerable = [
    'unreachable-step',
    'unused-tool',
    'error-handler-unreachable',
    'possibly-unset',
    'input-mismatch',
    'claimed-read',
  ];
  const bad = errors.filter(({ code }) => !tolerable.includes(code));
  return { workflow: workflow!, bad };
}

/** Each step gives what it was asked, or fails, by a number: the same wherever it runs. */
const world =
  (seed: number): Answer =>
  ({ fn, payload, nth }) => {
    if (fn === 'exception') return null;
    const hash = createHash('sha256').update(`${seed} ${fn} ${payload.at}`).digest();
    const error = { 0: 'A', 1: 'B', 2: 'Paused', 3: 'C' }[hash[0]! % 24];
    return error ? new Thrown(error, `${fn} ${payload.at}`) : { fn, at: payload.at ?? 'top', nth };
  };

async function ran(made: Record<string, unknown>, most: number, seed: number) {
  const { workflow } = sound(made);
  const run = await whole(compile(workflow, anyFiles, most), world(seed), { n: 5 });
  const undone = run.executions.filter(({ machine }) => machine === 'undo_machine');
  return {
    end: [run.status, run.output, run.error, run.cause],
    calls: run.calls.map(({ fn, payload: { at, input, error } }) => ({ fn, at, input, error })),
    undone: undone.map(({ name, input }) => {
      const { run: of, ...told } = input as { run: { id: string } };
      return { name, ...told, id: of.id };
    }),
  };
}

test('what a run does is the same however it is split', async () => {
  const seen = { runs: 0, failed: 0, undone: 0 };
  await fc.assert(
    fc.asyncProperty(workflows, fc.nat(), async (made, seed) => {
      expect(sound(made).bad).toEqual([]);
      const flat = await ran(made, Number.POSITIVE_INFINITY, seed);
      for (const most of [1, 3]) expect(await ran(made, most, seed)).toEqual(flat);
      seen.runs += 1;
      if (flat.end[0] === 'FAILED') seen.failed += 1;
      if (flat.undone.length > 0) seen.undone += 1;
    }),
    { numRuns: 20 },
  );
  // The property would prove little over runs that all go well.
  expect(seen.failed).toBeGreaterThan(1);
  expect(seen.undone).toBeGreaterThan(1);
}, 120_000);

test('the order of keys in the file changes nothing', () => {
  fc.assert(
    fc.property(workflows, fc.infiniteStream(fc.nat()), (made, numbers) => {
      const { asl, parts, program } = compile(sound(made).workflow, anyFiles, 3);
      const again = compile(sound(shuffled(made, numbers) as Record<string, unknown>).workflow, anyFiles, 3);
      expect(print({ program: again.program.digest, asl: again.asl, parts: again.parts })).toBe(
        print({ program: program.digest, asl, parts }),
      );
    }),
    { numRuns: 15 },
  );
});

test('AWS accepts whatever comes out, split or not', async () => {
  await fc.assert(
    fc.asyncProperty(workflows, async (made) => {
      for (const most of [1, Number.POSITIVE_INFINITY]) {
        const { asl, parts } = compile(sound(made).workflow, anyFiles, most);
        for (const machine of [asl, ...Object.values(parts)])
          expect(await validate(JSON.stringify(machine))).toEqual([]);
      }
    }),
    { numRuns: 15 },
  );
}, 120_000);
