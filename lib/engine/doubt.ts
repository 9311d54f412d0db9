import { type Book, keyOf, timeOf, write } from './book.ts';
import { leavesDoubt } from './classify.ts';
import { Ambiguous, Conflict, type EngineError, Terminal } from './errors.ts';
import { failedFact } from './facts.ts';
import { keep } from './keep.ts';
import { repeatOf } from './repeat.ts';
import type { Kept } from './rows.ts';
import { type Effect, effectCall, type StepCall } from './step.ts';

/**
 * An earlier attempt was cut short between intent and completion. Where repeating is safe nothing needs to be known;
 * where the tool can be asked, it is asked; otherwise the doubt goes to a person: throws `Ambiguous`.
 */
export async function resolveDoubt(call: StepCall, verify: Effect['verify']): Promise<StepCall['found']> {
  const repeat = repeatOf(call.spec);
  if (repeat === 'free' || repeat === 'key') return undefined;
  if (repeat === 'never' || !verify) throw new Ambiguous(`step ${call.payload.step} ${UNKNOWABLE}`);
  const output = await verify(effectCall(call, AbortSignal.timeout(VERIFY_TIMEOUT)));
  return output === undefined ? undefined : { output };
}

const UNKNOWABLE =
  'was cut short and may have acted; its tool takes no key and cannot be asked. Look at the target and settle it by hand';

/** Milliseconds that a probe may take. */
const VERIFY_TIMEOUT = 10_000;

/** Whether what settles a doubt about a step is its probe. */
export const isProbed = ({ spec }: StepCall): boolean => repeatOf(spec) === 'verify';

/** The probe has not found it: the step has not acted, so there is nothing to take back. */
export async function settleAsNothing(book: Book, call: StepCall): Promise<Kept> {
  const error = new Terminal(`the target of step ${call.payload.step} knows nothing of it`, 'NotDone');
  const reason = { name: error.name, message: error.message, step: call.payload.step };
  const when = { status: 'INTENT', attempt: call.row!.attempt };
  const fact = failedFact(timeOf(book), call, error, false);
  await write(book, call, fact, () => [{ key: keyOf(book, call), set: { status: 'FAILED', reason }, when }]);
  return keep(book.ports.random, null);
}

/**
 * Whether an error settles what earlier attempts may have done: under one key a target gives one answer, so if this is
 * its refusal it was never anything else. That it is the target's own word, and not that of something on the way, only
 * the tool can say: it declares the name.
 */
const isAnswer = ({ spec }: StepCall, { name }: EngineError): boolean =>
  repeatOf(spec) === 'key' && spec.errors?.[name] === 'terminal';

/**
 * Records a failed attempt. The item says FAILED only if it is certain that no attempt has acted; otherwise it stays at
 * INTENT, which undo and operators see as in doubt. Returns whether there is a doubt.
 */
export async function fail(book: Book, call: StepCall, error: EngineError): Promise<boolean> {
  const doubt = Boolean(call.acted || (call.doubt && !isAnswer(call, error)) || leavesDoubt(error));
  const fact = failedFact(timeOf(book), call, error, doubt);
  if (call.attempt === undefined) {
    await write(book, call, fact);
    return true;
  }
  const reason = { name: error.name, message: error.message, step: call.payload.step };
  const set = { tokens: call.tokens, reason, ...(doubt ? {} : { status: 'FAILED' }) };
  const when = { status: 'INTENT', attempt: call.attempt };
  try {
    await write(book, call, fact, () => [{ key: keyOf(book, call), set, when }]);
  } catch (conflict) {
    if (!(conflict instanceof Conflict)) throw conflict;
    await write(book, call, fact);
  }
  return doubt;
}
