import { classify, leavesDoubt } from '../../lib/engine/classify.ts';
import { Terminal } from '../../lib/engine/errors.ts';

const aws = (name: string, httpStatusCode: number, more = {}) =>
  Object.assign(new Error('said so'), { name, $metadata: { httpStatusCode }, ...more });
const network = (code: string) => Object.assign(new Error(code), { code });

test.each([
  ['a throttle is tried again', aws('ThrottlingException', 400), 'Retryable', false],
  ['429 is tried again', aws('Whatever', 429), 'Retryable', false],
  ['a connection that was never made is tried again', network('ECONNREFUSED'), 'Retryable', false],
  ['a 500 may have acted', aws('InternalServerError', 500), 'Ambiguous', true],
  ['a broken connection may have acted', network('ECONNRESET'), 'Ambiguous', true],
  ['a time-out may have acted', Object.assign(new Error(), { name: 'TimeoutError' }), 'Ambiguous', true],
  ['a refusal is final, under its own name', aws('AccessDeniedException', 400), 'AccessDeniedException', false],
  ['a domain error keeps its name', new Terminal('no', 'UnreadableDocument'), 'UnreadableDocument', false],
  ['a defect of a tool is final, and leaves doubt', new TypeError('x is not a function'), 'Defect', true],
  ['a thrown string is a defect', 'oops', 'Defect', true],
])('%s', (_, error, name, doubt) => {
  const known = classify(error);
  expect([known.name, leavesDoubt(known)]).toEqual([name, doubt]);
});

describe('what a tool declares about an error', () => {
  const said = (name: string) => Object.assign(new Error('said so'), { name });
  const declared = { Busy: 'retryable', Torn: 'ambiguous', Stuck: 'paused', Declined: 'terminal' } as const;

  test.each([
    ['retryable: nothing was done', 'Busy', 'retryable', false],
    ['ambiguous: it may have been done', 'Torn', 'ambiguous', true],
    ['terminal: the tool vouches that nothing was done', 'Declined', 'terminal', false],
  ])('%s, and the error keeps its name', (_, name, meaning, doubt) => {
    const known = classify(said(name), declared);
    expect([known.name, known.meaning, leavesDoubt(known)]).toEqual([name, meaning, doubt]);
  });

  test('paused waits for a person under the name that the machine knows, with its own name in the message', () => {
    expect(classify(said('Stuck'), declared)).toMatchObject({ name: 'Paused', message: 'Stuck: said so' });
  });

  test('counts for errors of ours too, and not for names that every object has', () => {
    expect(classify(new Terminal('no', 'Busy'), declared).meaning).toBe('retryable');
    expect(classify(said('toString'), declared).name).toBe('Defect');
  });
});
