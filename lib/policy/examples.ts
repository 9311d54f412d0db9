import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { cedar } from './cedar.ts';
import { readPolicies } from './read.ts';

/**
 * An example of a decision: dropping a file into ALLOW/ or DENY/ is writing a test. `policies` are those that must have
 * decided; `entities` and the rest are a Cedar request.
 */
const ref = z.strictObject({ type: z.string(), id: z.string() });
const example = z.strictObject({
  /** The situation in a sentence. */
  about: z.string().min(1),
  policies: z.array(z.string()),
  principal: ref,
  action: z.string(),
  resource: ref,
  context: z.record(z.string(), z.unknown()).default({}),
  entities: z.array(z.strictObject({ uid: ref, attrs: z.record(z.string(), z.unknown()), parents: z.array(ref) })),
});

export interface ExampleResult {
  /** `DENY/over-the-limit.json` */
  file: string;
  about: string;
  ok: boolean;
  /** What was decided, and by which policies. */
  decision: string;
  /** What the example expects. */
  expected: string;
  errors: readonly string[];
}

/** Decides every example of a policy folder. Throws if the policies or an example cannot be read. */
export function runExamples(folder: string): ExampleResult[] {
  const { decide } = cedar(readPolicies(folder));
  return ['ALLOW', 'DENY'].flatMap((verdict) =>
    readdirSync(join(folder, verdict))
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => judge(folder, verdict, name, decide)),
  );
}

function judge(
  folder: string,
  verdict: string,
  name: string,
  decide: ReturnType<typeof cedar>['decide'],
): ExampleResult {
  const file = `${verdict}/${name}`;
  const { about, policies, ...request } = example.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const decided = decide(request);
  const decision = sentence(decided.allow ? 'ALLOW' : 'DENY', decided.policies);
  const expected = sentence(verdict, policies);
  return { file, about, ok: decision === expected, decision, expected, errors: decided.errors };
}

const sentence = (verdict: string, policies: readonly string[]): string =>
  `${verdict} by ${[...policies].sort().join(', ') || 'no policy'}`;
