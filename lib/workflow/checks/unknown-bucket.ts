import type { Rule } from '../rule.ts';
import { suggestion } from '../suggest.ts';

const BUCKETS = ['inbox', 'documents', 'archive'];

/** Runs start from objects in a bucket of the deployment. */
export const unknownBucket: Rule = {
  code: 'unknown-bucket',
  severity: 'error',
  *check({ workflow: { trigger } }) {
    if (!trigger || !('objectCreated' in trigger) || BUCKETS.includes(trigger.objectCreated.bucket)) return;
    const { bucket } = trigger.objectCreated;
    const fix = suggestion(bucket, BUCKETS);
    yield {
      message: `no deployment has a bucket '${bucket}'`,
      path: ['trigger', 'objectCreated', 'bucket'],
      ...(fix && { fix }),
    };
  },
};
