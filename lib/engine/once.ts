/**
 * Once: intent → effect with a key that the downstream knows → the downstream's own answer, stored.
 * A lease or a fence would not do: only the downstream can tell that it has seen this call before, and only its answer
 * is the truth about what happened. So every attempt has the same key, completion is conditional, and whoever comes
 * second gives the first one's answer.
 */
import { type Book, keyOf, keyOfStep, rowOf, timeOf, write } from './book.ts';
import { checkIn } from './claims.ts';
import { isProbed, resolveDoubt, settleAsNothing } from './doubt.ts';
import { Conflict, Retryable, Terminal } from './errors.ts';
import { evaluate } from './expression.ts';
import { doneFact, intentFact } from './facts.ts';
import { mayBegin } from './fence.ts';
import { keep } from './keep.ts';
import { effectKey } from './keys.ts';
import type { Write } from './ports.ts';
import type { Kept, RunRow, StepRow } from './rows.ts';
import type { Effect, StepCall } from './step.ts';

/** Before the effect. Answers with the stored output if it has happened; otherwise the intent is on record. */
export async function prepare(book: Book, call: StepCall, verify: Effect['verify']): Promise<Kept | undefined> {
  call.key = await effectKeyOf(book, call);
  const { row } = call;
  if (row && row.key !== call.key) throw new Terminal(`step ${row.step} was begun with another input`, 'KeyMismatch');
  if (row?.status === 'DONE') return row.output;
  if (call.payload.settle && row?.status !== 'INTENT') return keep(book.ports.random, null);
  if (row?.status === 'UNDONE') throw new Terminal(`step ${row.step} has been undone and cannot run again`, 'Undone');
  call.doubt = row?.status === 'INTENT';
  if (call.doubt) call.found = await resolveDoubt(call, verify);
  if (call.payload.settle && isProbed(call) && !call.found) return settleAsNothing(book, call);
  await intend(book, call);
  return undefined;
}

/** After the effect. Stores the downstream's answer; if another attempt was first, that answer stands and is given. */
export async function complete(book: Book, call: StepCall, value: unknown): Promise<Kept> {
  const output = keep(book.ports.random, value);
  const notes = await keptNotes(book, call);
  const set = { status: 'DONE', output, tokens: call.tokens, ...notes };
  const when = { status: ['INTENT', 'FAILED'], key: call.key };
  const own = (order: number) => ({ key: keyOf(book, call), set: { ...set, order }, when });
  try {
    await write(book, call, doneFact(timeOf(book), call, output, notes?.notes), (seq) => [
      own(seq),
      ...undone(book, call),
    ]);
    return output;
  } catch (error) {
    return answerOfAnother(book, call, error);
  }
}

async function keptNotes({ ports }: Book, { notes }: StepCall): Promise<Pick<StepRow, 'notes'> | undefined> {
  const names = Object.keys(notes);
  if (names.length === 0) return undefined;
  const limit = Math.floor(INPUT_LIMIT / names.length);
  const kept = names.map(
    async (name) => [name, keep(ports.random, await checkIn(ports.payloads, notes[name], limit))] as const,
  );
  return { notes: Object.fromEntries(await Promise.all(kept)) };
}

/** With a compensation, the step that it undoes changes too, in the same transaction. */
function undone(book: Book, call: StepCall): Write[] {
  const step = call.spec.compensates?.step;
  return step ? [{ key: keyOfStep(book, call, step), set: { status: 'UNDONE' }, when: { status: 'DONE' } }] : [];
}

async function effectKeyOf({ tenant }: Book, { spec, input, payload }: StepCall): Promise<string> {
  const declared = spec.idempotency && 'key' in spec.idempotency ? spec.idempotency.key : undefined;
  const basis = declared === undefined ? input : await evaluate(declared, { input, run: payload.run });
  return effectKey(tenant, payload.run.id, payload.step, basis, payload.at);
}

async function intend(book: Book, call: StepCall): Promise<void> {
  const item = await intentItem(book, call);
  const when = call.row ? { status: call.row.status, attempt: call.row.attempt } : ('absent' as const);
  const fact = intentFact(timeOf(book), call, item, book.program.digest);
  try {
    await write(book, call, fact, async (_, run) => [{ put: await allowedIn(book, run, call, item), when }]);
    call.attempt = item.attempt;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    throw new Retryable(`step ${call.payload.step} is being run by another attempt at this moment`, undefined, error);
  }
}

async function intentItem(book: Book, call: StepCall): Promise<StepRow> {
  const { payload, spec, key, tokens, row } = call;
  const carried = (value: unknown) => checkIn(book.ports.payloads, value, INPUT_LIMIT);
  const input = keep(book.ports.random, await carried(payload.input));
  const attempt = (row?.attempt ?? 0) + 1;
  const { step, at, item } = payload;
  const pass = { ...(at !== undefined && { at }), ...(item !== undefined && { item: await carried(item) }) };
  const policy = spec.undo && Object.keys(payload.policy).length > 0 ? { policy: payload.policy } : {};
  const about = { status: 'INTENT' as const, key, attempt, begunAt: timeOf(book), input, tokens };
  return { ...keyOf(book, call), step, ...pass, ...about, ...policy };
}

/** Input and output stand in one item of at most 400 KB, with an output of up to 180 KiB. */
const INPUT_LIMIT = 64 * 1024;

/** What is over, or is being undone, begins nothing new; what takes it back, and finds out what is to be, may go on. */
async function allowedIn(book: Book, run: RunRow, { spec, payload }: StepCall, item: StepRow): Promise<StepRow> {
  if (!spec.compensates && !payload.settle) await mayBegin(book, run, payload);
  return item;
}

async function answerOfAnother(book: Book, call: StepCall, error: unknown): Promise<Kept> {
  if (!(error instanceof Conflict)) throw error;
  const row = await rowOf(book, call);
  if (row?.status === 'DONE' && row.key === call.key && row.output) return row.output;
  const now = row?.status ?? 'gone';
  throw new Retryable(`step ${call.payload.step} was changed while it ran, it is ${now}`, undefined, error);
}
