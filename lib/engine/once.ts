/**
 * Once: intent → effect with a key that the downstream knows → the downstream's own answer, stored.
 * A lease or a fence would not do: only the downstream can tell that it has seen this call before, and only its answer
 * is the truth about what happened. So every attempt has the same key, completion is conditional, and whoever comes
 * second gives the first one's answer.
 */
import { type Book, keyOf, rowOf, timeOf, write } from './book.ts';
import { resolveDoubt } from './doubt.ts';
import { Conflict, Retryable, Terminal } from './errors.ts';
import { evaluate } from './expression.ts';
import { doneFact, intentFact } from './facts.ts';
import { keep } from './keep.ts';
import { effectKey } from './keys.ts';
import type { Kept, StepRow } from './rows.ts';
import type { Effect, StepCall } from './step.ts';

/** Before the effect. Answers with the stored output if it has happened; otherwise the intent is on record. */
export async function prepare(book: Book, call: StepCall, verify: Effect['verify']): Promise<Kept | undefined> {
  call.key = await effectKeyOf(book, call);
  const { row } = call;
  if (row && row.key !== call.key) throw new Terminal(`step ${row.step} was begun with another input`, 'KeyMismatch');
  if (row?.status === 'DONE') return row.output;
  if (row?.status === 'UNDONE') throw new Terminal(`step ${row.step} has been undone and cannot run again`, 'Undone');
  call.doubt = row?.status === 'INTENT';
  if (call.doubt) call.found = await resolveDoubt(call, verify);
  await intend(book, call);
  return undefined;
}

/** After the effect. Stores the downstream's answer; if another attempt was first, that answer stands and is given. */
export async function complete(book: Book, call: StepCall, value: unknown): Promise<Kept> {
  const output = keep(book.ports.random, value);
  const set = { status: 'DONE', output, tokens: call.tokens };
  const when = { status: ['INTENT', 'FAILED'], key: call.key };
  const change = (seq: number) => ({ key: keyOf(book, call), set: { ...set, order: seq }, when });
  try {
    await write(book, call, doneFact(timeOf(book), call, output), change);
    return output;
  } catch (error) {
    return answerOfAnother(book, call, error);
  }
}

async function effectKeyOf({ tenant }: Book, { spec, input, payload }: StepCall): Promise<string> {
  const declared = spec.idempotency && 'key' in spec.idempotency ? spec.idempotency.key : undefined;
  const basis = declared === undefined ? input : await evaluate(declared, { input });
  return effectKey(tenant, payload.run.id, payload.step, basis);
}

async function intend(book: Book, call: StepCall): Promise<void> {
  const attempt = (call.row?.attempt ?? 0) + 1;
  const item = intentItem(book, call, attempt);
  const when = call.row ? { status: call.row.status, attempt: call.row.attempt } : ('absent' as const);
  try {
    await write(book, call, intentFact(timeOf(book), call, attempt, item.input, book.program.digest), () => ({
      put: item,
      when,
    }));
    call.attempt = attempt;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    throw new Retryable(`step ${call.payload.step} is being run by another attempt at this moment`, undefined, error);
  }
}

function intentItem(book: Book, call: StepCall, attempt: number): StepRow {
  const { payload, key, tokens } = call;
  const input = keep(book.ports.random, payload.input);
  return { ...keyOf(book, call), step: payload.step, status: 'INTENT', key, attempt, input, tokens };
}

async function answerOfAnother(book: Book, call: StepCall, error: unknown): Promise<Kept> {
  if (!(error instanceof Conflict)) throw error;
  const row = await rowOf(book, call);
  if (row?.status === 'DONE' && row.key === call.key && row.output) return row.output;
  const now = row?.status ?? 'gone';
  throw new Retryable(`step ${call.payload.step} was changed while it ran, it is ${now}`, undefined, error);
}
