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
