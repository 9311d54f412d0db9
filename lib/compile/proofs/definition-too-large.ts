import type { Proof } from './proof.ts';

/** Bytes that a definition may have (Step Functions quotas). */
const LARGEST = 1_048_576;
/** Room for the ARNs that take the place of names when it is deployed. */
const ROOM = 64 * 1024;

/** Step Functions takes a definition of 1 MB. */
export const definitionTooLarge: Proof = {
  code: 'definition-too-large',
  severity: 'error',
  *check({ compiled }) {
    const size = new TextEncoder().encode(JSON.stringify(compiled.asl)).length;
    if (size + ROOM <= LARGEST) return;
    const message = `the machine has ${size} bytes, more than the ${LARGEST - ROOM} that leave room for the names of a deployment`;
    yield {
      message,
      path: ['steps'],
      fix: 'move steps into a workflow of their own, and start it with a step of kind workflow',
    };
  },
};
