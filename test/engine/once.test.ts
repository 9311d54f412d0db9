import type { ProgramStep } from '../../lib/compile/program.ts';
import type { Effect } from '../../lib/engine/step.ts';
import { bookWithRun, chainOf, invoke, toolStep } from '../support/engine.ts';

/** A downstream that knows keys, as Stripe does: the same key is the same payment, and gets the same answer. */
function keyedDownstream(io: (what: string) => void) {
  const payments = new Map<string, { payment: number }>();
  const effect: Effect['effect'] = async ({ key }) => {
    io('before downstream');
    const answer = payments.get(key) ?? { payment: payments.size + 1 };
    payments.set(key, answer);
    io('after downstream');
    return answer;
  };
  return { payments, effect };
}

class Crash extends Error {}

/**
 * The process dies at the `point`-th I/O point, counting from 1: from then on it reaches nothing, until the next
 * attempt is another process. It dies once. Reports how many points it has seen.
 */
function crashAt(point: number) {
  let seen = 0;
  let dead = false;
  const io = (): void => {
    seen += 1;
    dead ||= seen === point;
    if (dead) throw new Crash(`at ${point}`);
  };
  const revive = () => {
    dead = false;
  };
  return { io, revive, points: () => seen };
}

const KEYED = toolStep({ idempotency: { key: '{% $input.id %}' } });
const UNKEYED = toolStep({});
const PROBED = toolStep({ idempotency: { verify: true } });

/** Runs the step until it succeeds, as Step Functions does while the error is one that may be retried. */
async function retried(attempt: () => Promise<unknown>, mayRetry: (name: string) => boolean, begin = () => {}) {
  for (let tries = 0; ; tries += 1) {
    begin();
    try {
      return await attempt();
    } catch (error) {
      if (tries > 5 || !mayRetry((error as Error).name)) throw error;
    }
  }
}

/** A crash is a lost process: Step Functions sees it as Lambda.Unknown or a time-out, and tries again. */
const always = () => true;

async function pointsOf(spec: ProgramStep): Promise<number> {
  const counting = crashAt(-1);
  const { book, run } = await bookWithRun({ pay: spec }, counting.io);
  await invoke(book, keyedDownstream(counting.io), run, 'pay', { id: 'a' });
  return counting.points();
}

describe('a step that is cut short at any I/O point', () => {
  test('with a key downstream: pays once, and gives the downstream’s own answer', async () => {
    const points = await pointsOf(KEYED);
    expect(points).toBeGreaterThan(8);
    for (let point = 1; point <= points; point += 1) {
      const crash = crashAt(point);
      const { book, run, rows } = await bookWithRun({ pay: KEYED }, crash.io);
      const downstream = keyedDownstream(crash.io);
      const answer = await retried(() => invoke(book, downstream, run, 'pay', { id: 'a' }), always, crash.revive);
      expect([point, downstream.payments.size, answer]).toEqual([point, 1, { output: { payment: 1 } }]);
      expect(chainOf(rows).filter(({ entry }) => entry.type === 'step.done')).toHaveLength(1);
    }
  });

  test('without key or probe: never acts twice; where it may have acted, it says Ambiguous and the item shows the doubt', async () => {
    const points = await pointsOf(UNKEYED);
    for (let point = 1; point <= points; point += 1) {
      const crash = crashAt(point);
      const { book, run, rows } = await bookWithRun({ pay: UNKEYED }, crash.io);
      let acts = 0;
      const effect = async () => {
        crash.io();
        acts += 1;
        crash.io();
        return { paid: acts };
      };
      const outcome = await retried(
        () => invoke(book, { effect }, run, 'pay', { id: 'a' }),
        always,
        crash.revive,
      ).catch((e: Error) => e.name);
      expect(acts).toBeLessThanOrEqual(1);
      const status = [...rows.values()].find((row) => row.sk === 'STEP#pay')?.status;
      if (outcome === 'Ambiguous') expect(status).toBe('INTENT');
      else expect([point, outcome, status]).toEqual([point, { output: { paid: 1 } }, 'DONE']);
    }
  });

  test('with a probe: asks instead of acting again', async () => {
    const points = await pointsOf(PROBED);
    for (let point = 1; point <= points; point += 1) {
      const crash = crashAt(point);
      const { book, run } = await bookWithRun({ pay: PROBED }, crash.io);
      let paid = 0;
      const effect = async () => {
        crash.io();
        paid += 1;
        crash.io();
        return { paid };
      };
      const verify = async () => (paid > 0 ? { paid } : undefined);
      const answer = await retried(
        () => invoke(book, { effect, verify }, run, 'pay', { id: 'a' }),
        always,
        crash.revive,
      );
      expect([point, paid, answer]).toEqual([point, 1, { output: { paid: 1 } }]);
    }
  });
});

describe('a step that is delivered more than once', () => {
  test('answers from the ledger when it is done', async () => {
    const { book, run } = await bookWithRun({ pay: KEYED });
    const downstream = keyedDownstream(() => {});
    const first = await invoke(book, downstream, run, 'pay', { id: 'a' });
    const silent = { effect: () => Promise.reject(new Error('must not be called')) };
    expect(await invoke(book, silent, run, 'pay', { id: 'a' })).toEqual(first);
  });

  test('at the same moment: one payment, and whoever succeeds gives its answer', async () => {
    const { book, run } = await bookWithRun({ pay: KEYED });
    const downstream = keyedDownstream(() => {});
    const attempt = () =>
      retried(
        () => invoke(book, downstream, run, 'pay', { id: 'a' }),
        (name) => name === 'Retryable',
      );
    const answers = await Promise.all(Array.from({ length: 5 }, attempt));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"output":{"payment":1}}']));
    expect(downstream.payments.size).toBe(1);
  });

  test('with another input under the same step is refused', async () => {
    const { book, run } = await bookWithRun({ pay: KEYED });
    await invoke(
      book,
      keyedDownstream(() => {}),
      run,
      'pay',
      { id: 'a' },
    );
    const other = invoke(
      book,
      keyedDownstream(() => {}),
      run,
      'pay',
      { id: 'b' },
    );
    await expect(other).rejects.toMatchObject({ name: 'KeyMismatch' });
  });
});
