import type { Answer, Call, Json, World } from '../../lib/meaning/world.ts';
import { dice } from './dice.ts';

/** Milliseconds since the epoch: a Monday morning. */
const STARTED = Date.UTC(2026, 5, 1, 8, 0, 0);

const about = (input: Json) => ({ startedAt: STARTED, run: 'run-1', tenant: 'acme', input });

/** What a world needs to know of a step. */
export type KindOf = (step: string) => string;

/** A world of chance: every call has its fate, by the seed and its own name. */
export function seededWorld(seed: string, kindOf: KindOf): World {
  const drawn = dice(`${seed}:world`);
  const faults = drawn.pick([0, 0.05, 0.2, 0.4]);
  return { ...about(inputOf(seed)), answer: (call) => answerOf(seed, call, faults, kindOf(call.step)) };
}

function inputOf(seed: string): Json {
  const { below, chance, pick } = dice(`${seed}:input`);
  const n = below(10);
  const list = Array.from({ length: below(7) }, () => below(100));
  return { n, flag: chance(0.5), text: pick(TEXTS), list, items: list.map((k) => ({ k, ok: k % 2 === 0 })) };
}

const TEXTS = ['plain', '', 'with "quotes" and \\', '${fn_exception}', '{% not whole', 'Zoë, 東京', "it's"];

/** The first attempts of a pass fail, or all of them, or none; the others answer. */
function answerOf(seed: string, call: Call, faults: number, kind: string): Answer {
  const { step, at = '', attempt } = call;
  const pass = dice(`${seed}:${step}#${at}`);
  const failures = pass.chance(faults) ? pass.pick([1, 1, 2, 3, 9]) : 0;
  const lasting = pass.pick(TERMINAL);
  const { below, chance, pick } = dice(`${seed}:${step}#${at}#${attempt}`);
  // Odd milliseconds, so that two things seldom happen at once.
  const after = 100 + below(kind === 'approval' || kind === 'signal' || kind === 'workflow' ? 10_000_000 : 25_000);
  if (attempt >= failures) return { after, output: outputOf(`${seed}:${step}#${at}`, kind) };
  if (failures === 1 && attempt === 0 && chance(0.5)) return { after, ...lasting };
  const error = pick(PASSING);
  if (error === 'never') return { after: Number.POSITIVE_INFINITY, error: 'States.Timeout', message: 'world: nothing' };
  return { after, error, message: `world: ${error}` };
}

const PASSING = [
  'Retryable',
  'Retryable',
  'Retryable',
  'Ambiguous',
  'Ambiguous',
  'Lambda.TooManyRequestsException',
  'Sandbox.Timedout',
  'Busy',
  'never',
];

const TERMINAL = ['Rejected', 'Boom', 'PolicyDenied', 'Paused', 'Terminal', 'Busy', 'Defect'].map((error) => ({
  error,
  message: `world: ${error} of "this" {kind}`,
}));

function outputOf(seed: string, kind: string): Json {
  const { below, chance, pick } = dice(`${seed}:output`);
  const n = below(10);
  const list = Array.from({ length: below(7) }, () => below(100));
  const own = { n, ok: chance(0.5), text: pick(TEXTS), list, rows: list.map((k) => ({ k, ok: k % 2 === 0 })) };
  if (kind === 'approval') return { decision: 'approve', fields: own, by: 'ann', at: '2026-06-01T09:00:00Z' };
  if (kind === 'ask') return { outcome: pick(['yes', 'no']), confidence: 0.9, explanation: 'so' };
  if (kind === 'started') return { run: 'child-1' };
  return own;
}

/** A world as it is kept beside a difference: every answer that was asked for. */
export interface KeptWorld {
  input: Json;
  /** By `<step>#<at>#<attempt>`; `after: null`: never. */
  answers: Record<string, Kept>;
}
type Kept = { after: number | null } & ({ output: Json } | { error: string; message: string });

/** A call that is not in the table is answered after a second, with an empty object. */
export function keptWorld({ input, answers }: KeptWorld): World {
  return {
    ...about(input),
    answer: (call) => {
      const { after, ...rest } = answers[keyOf(call)] ?? { after: 1000, output: {} };
      return { after: after ?? Number.POSITIVE_INFINITY, ...rest } as Answer;
    },
  };
}

const keyOf = ({ step, at = '', attempt }: Call): string => `${step}#${at}#${attempt}`;

/** A world that notes what it was asked, so that it can be kept. */
export function noting(world: World): { world: World; kept(): KeptWorld } {
  const answers: KeptWorld['answers'] = {};
  const answer = (call: Call): Answer => {
    const given = world.answer(call);
    answers[keyOf(call)] = { ...given, after: Number.isFinite(given.after) ? given.after : null };
    return given;
  };
  return { world: { ...world, answer }, kept: () => ({ input: world.input, answers }) };
}
