import type { Compiled } from '../../lib/compile/compile.ts';
import { sample } from './sample.ts';

/** Mistakes that a compiler could make, as changes of the text of its machine. */
const MISTAKES: Record<string, (text: string) => string> = {
  'one attempt too many': (text) => text.replaceAll('"MaxAttempts":3', '"MaxAttempts":4'),
  'a delay too short': (text) => text.replaceAll('"BackoffRate":2', '"BackoffRate":1'),
  'no undo': (text) => text.replaceAll(/"Next":"Undo [^"]*"/g, '"Next":"Exception"'),
  'the wrong handler': (text) => text.replaceAll('["Rejected"]', '["Boom"]'),
  'a round more': (text) => text.replaceAll(/(\$round_\w+) < (\d+)/g, '$1 <= $2'),
  'a wait forgotten': (text) => text.replaceAll(/"Seconds":\d+/g, '"Seconds":0'),
  'items one after the other': (text) => text.replaceAll(/"MaxConcurrency":\d+/g, '"MaxConcurrency":1'),
  'a choice turned round': (text) => text.replaceAll(' < ', ' >= '),
  'an output kept under another name': (text) => text.replaceAll('"Assign":{"step_', '"Assign":{"other_'),
  'a timeout that is no expiry': (text) => text.replaceAll('"Error":"Expired"', '"Error":"States.Timeout"'),
};

/** Most are seen within a few. */
const SAMPLES = 400;

test.each(Object.entries(MISTAKES))('a mistake of the compiler is seen: %s', async (_, mistake) => {
  const alter = ({ asl, ...rest }: Compiled): Compiled => ({ ...rest, asl: JSON.parse(mistake(JSON.stringify(asl))) });
  for (let index = 0; index < SAMPLES; index++) {
    const { compared } = await sample(`mutants-${index}`, undefined, alter);
    if (compared?.difference) return;
  }
  throw new Error(`none of ${SAMPLES} samples shows it`);
});
