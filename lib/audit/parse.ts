import * as z from 'zod';
import { BUNDLE_FORMAT, type ProofBundle } from './bundle.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

const entry = z.strictObject({
  v: z.literal(1),
  stream: z.string(),
  seq: count,
  prev: hash,
  type: z.string(),
  at: z.string(),
  actor: z.string(),
  subject: z.string().optional(),
  data: z.record(z.string(), z.json()),
});

const bundle = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  stream: z.string(),
  entries: z.array(
    z.strictObject({ entry, hash, inclusion: z.strictObject({ index: count, proof: z.array(hash).max(64) }) }),
  ),
  checkpoint: z.string(),
  anchor: z.strictObject({ bucket: z.string(), key: z.string(), versionId: z.string() }).nullable(),
});

/** Reads a bundle strictly: a member that nobody defined is refused, since nothing would prove it. */
export function parseBundle(input: unknown): { bundle: ProofBundle } | { problem: string } {
  const parsed = bundle.safeParse(input);
  if (parsed.success) return { bundle: parsed.data as ProofBundle };
  const [issue] = parsed.error.issues;
  return { problem: `not a proof bundle: ${issue?.path.join('/') || 'the file'}: ${issue?.message}` };
}
