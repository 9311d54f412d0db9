import { parseCell } from './parse-cell.ts';
import type { DecisionTable, Input, Rule } from './schema.ts';
import { ANYTHING, type UnaryTest } from './unary-test.ts';

/** The text of a rule's cell; `-` where the rule does not name the input. */
export function cellText(rule: Rule, input: string): string {
  return Object.hasOwn(rule.when, input) ? String(rule.when[input]) : '-';
}

/** The tests of a rule, one per input in the order of the table. Throws for a table that has not passed `check`. */
export function testsOf(table: DecisionTable, rule: Rule): UnaryTest[] {
  return Object.entries(table.inputs).map(([name, input]) => testOf(rule, name, input));
}

function testOf(rule: Rule, name: string, input: Input): UnaryTest {
  const text = cellText(rule, name);
  if (text === '-') return ANYTHING;
  const parsed = parseCell(text, input);
  if (parsed.error === undefined) return parsed.test;
  throw new Error(`rule ${rule.id}, input ${name}: '${text}' is no test (${parsed.error}); check the table before use`);
}
