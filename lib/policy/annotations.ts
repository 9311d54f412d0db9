import { policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyDecision } from './request.ts';

type Obligation = PolicyDecision['obligations'][number];

/**
 * What a policy asks for besides yes or no: its annotations `@obligation_<name>("<value>")`, such as
 * `@obligation_approval("ap-manager")`. Only policies that decided oblige.
 */
export function obligationsOf(policy: string, text: string): Obligation[] {
  const answer = policyToJson(text);
  if (answer.type === 'failure') return [];
  return Object.entries(answer.json.annotations ?? {}).flatMap(([name, value]) =>
    name.startsWith(PREFIX) ? [{ policy, name: name.slice(PREFIX.length), value }] : [],
  );
}

const PREFIX = 'obligation_';
