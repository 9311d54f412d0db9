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
  // What is in it is checked where it is hashed: only what has a canonical form has a hash.
  data: z.record(z.string(), z.unknown()),
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

/**
 * Reads a bundle strictly: a member that nobody defined is refused, since nothing would prove it. Never throws, however
 * the input is made.
 */
export function parseBundle(input: unknown): { bundle: ProofBundle } | { problem: string } {
  const trap = findTrap(input, 0);
  if (trap) return { problem: `not a proof bundle: ${trap}` };
  const parsed = bundle.safeParse(input);
  if (parsed.success) return { bundle: parsed.data as ProofBundle };
  const [issue] = parsed.error.issues;
  return { problem: `not a proof bundle: ${issue?.path.join('/') || 'the file'}: ${issue?.message}` };
}

/** Deeper than any entry may be (`entry.ts`), with room for the bundle around it. */
const MAX_DEPTH = 48;

/** What a schema would pass over in silence, or could not walk through: a member named `__proto__`, endless nesting. */
function findTrap(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return `it is nested deeper than ${MAX_DEPTH} levels`;
  if (Object.hasOwn(value, '__proto__')) return 'it has a member named __proto__';
  for (const member of Object.values(value)) {
    const trap = findTrap(member, depth + 1);
    if (trap) return trap;
  }
  return undefined;
}
