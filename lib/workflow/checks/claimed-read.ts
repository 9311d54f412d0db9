import type { Expression } from '../model.ts';
import { claimedBecause, inlineOf } from '../payloads.ts';
import { isWithin } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** An output that may not fit travels as a claim check, which can be handed on whole but not looked into. */
export const claimedRead: Rule = {
  code: 'claimed-read',
  severity: 'error',
  *check(model) {
    for (const expression of model.expressions) {
      if (!isEvaluatedByTheMachine(expression)) continue;
      for (const { root, names, start, asksExistence } of expression.parsed.references) {
        const place = root === 'steps' ? model.byId.get(names[0]?.name ?? '') : undefined;
        if (!place || asksExistence || isHandedOn(expression)) continue;
        const path = names.slice(1).map(({ name }) => name);
        const why = claimedBecause(place, path, model);
        if (!why) continue;
        const message = `the output of '${place.step.id}' may be larger than ${Math.floor(inlineOf(place.step.id, model) / 1024)} KiB (${why}), and then it cannot be looked into here`;
        const fix =
          "bound its schema ('maxLength', 'maxItems', 'additionalProperties: false'), or hand the member on whole";
        yield { message, path: expression.path, offset: expression.offset + start, fix };
      }
    }
  },
};

/** Compensations and keys are evaluated by functions, which redeem what they are handed. */
const isEvaluatedByTheMachine = ({ moment }: Expression): boolean => moment !== 'compensation' && moment !== 'key';

/** Members whose receiver redeems claim checks. */
const RECEIVED: readonly (readonly string[])[] = [
  ['input'],
  ['output'],
  ['detail'],
  ['ask', 'input'],
  ['title'],
  ['reason'],
  ['show'],
  ['table', 'inputs'],
];

const NAME = '(?:`[^`]+`|\\w+)';
/** A whole output, or one whole member of it. */
const WHOLE = `\\$steps\\.${NAME}(?:\\.${NAME})?`;
const LITERAL = `"[^"]*"|'[^']*'|null|true|false|-?\\d[\\d.]*`;
const VALUE = `(?:${WHOLE}|${LITERAL})`;
/** Lists and objects of such values. */
const MADE = `(?:${VALUE}|[[\\]{},:\\s])+`;
/** One of two, by whether there is one. */
const EITHER = `\\s*\\$exists\\([^()]*\\)\\s*\\?\\s*${VALUE}\\s*:\\s*${VALUE}\\s*`;
const HANDED_ON = new RegExp(`^(?:${MADE}|${EITHER})$`);

/** The expression only hands an output on, or a member of it, to somebody who redeems claim checks. */
function isHandedOn({ place, path, source, moment }: Expression): boolean {
  if (!HANDED_ON.test(source)) return false;
  if (moment === 'output') return true;
  return place !== undefined && RECEIVED.some((member) => isWithin(path, [...place.path, ...member]));
}
