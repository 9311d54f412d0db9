import { env } from '../../lib/aws/env.ts';

test('a variable that the stack forgot is named', () => {
  expect(() => env('COUNTERSIGN_NO_SUCH_THING')).toThrow('COUNTERSIGN_NO_SUCH_THING is not set');
});
