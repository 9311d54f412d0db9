import policies from '@countersign/policies';
import type { Book } from '../engine/book.ts';
import { cedar } from '../policy/cedar.ts';
import { deployment, recordPorts } from './deployment.ts';
import { s3Payloads } from './payloads.ts';

/** All that a governed step needs, on AWS. Parses the policies, so a function makes it once, at its cold start. */
export const awsBook = (): Book => ({
  ...deployment(),
  ports: { ...recordPorts(), payloads: s3Payloads(), policy: cedar(policies) },
});
