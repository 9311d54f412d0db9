import { policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyDecision } from './request.ts';

type Obligation = PolicyDecision['obligations'][number];

/**
 * What a policy asks for besides yes or no: its annotations `@obligation_<name>("<value>")`, such as
 * `@obligation_approval("ap-manager")`. Only policies that decided oblige.
 */
export function obligationsOf(policy: string, text: string): Obligation[] {
  return annotationsOf(text).flatMap(([name, value]) =>
    name.startsWith(PREFIX) ? [{ policy, name: name.slice(PREFIX.length), value }] : [],
  );
}

const PREFIX = 'obligation_';

/** Why a policy says no, for people: its annotation `@reason("<sentence>")`. */
export const reasonsOf = (text: string): string[] =>
  annotationsOf(text).flatMap(([name, value]) => (name === 'reason' ? [value] : []));

/** Annotations of a policy. The bundle has been parsed before, so a text that does not parse has none to give. */
function annotationsOf(text: string): [name: string, value: string][] {
  const answer = policyToJson(text);
  return answer.type === 'failure' ? [] : Object.entries(answer.json.annotations ?? {});
}
