import { explainOtherwise, explainRule, shown } from './explain.ts';
import { collected, verdict } from './hit.ts';
import type { DecisionTable, Rule, Then } from './schema.ts';
import { testsOf } from './tests.ts';
import { holds, type Scalar } from './unary-test.ts';
import { readValue } from './values.ts';

/** The values of the inputs by name, as JSON; a date is `2026-01-31`. */
export type Values = Readonly<Record<string, unknown>>;

export interface Decision {
  /** The `then` of the rule; for `collect` the list of them, or `{output: number}` with an aggregate. */
  result: Then | Then[];
  /** Ids of the rules that decided; none where `otherwise` did, or a count is 0. */
  rules: string[];
  /** For a person: each rule, why, and what met its cells. It shows the values. */
  explanation: string;
  error?: undefined;
}

/** Why there is no decision. `InvalidInput`: a value outside the domain of its input, which no analysis has looked at. */
export interface Undecided {
  error: { name: 'NoRule' | 'AmbiguousDecision' | 'InvalidInput'; message: string };
}

/** Decides by a table that has passed `check`; throws for one that has not. */
export function evaluate(table: DecisionTable, values: Values): Decision | Undecided {
  const read = Object.entries(table.inputs).map(([name, input]) => ({ name, ...readValue(input, values[name]) }));
  const problems = read.filter(({ problem }) => problem !== undefined);
  if (problems.length > 0)
    return undecided('InvalidInput', problems.map(({ name, problem }) => `${name} ${problem}`).join('; '));
  const scalars = read.map((each) => (each as { value: Scalar }).value);
  const hits = table.rules.filter((rule) => testsOf(table, rule).every((test, index) => holds(test, scalars[index]!)));
  return hits.length > 0 || table.aggregate === 'count' ? byRules(table, hits, values) : byDefault(table, values);
}

function byRules(table: DecisionTable, hits: readonly Rule[], values: Values): Decision | Undecided {
  if (table.hit === 'collect')
    return decision(
      collected(
        table,
        hits.map(({ then }) => then),
      ),
      table,
      hits,
      values,
    );
  const { deciding, contradiction } = verdict(table, hits);
  if (deciding) return decision(deciding[0]!.then, table, deciding, values);
  const [one, other] = contradiction.map(({ id, then }) => `${id} (${JSON.stringify(then)})`);
  const message = `rules ${one} and ${other} both apply to ${shown(table, values)}, which hit policy '${table.hit}' forbids`;
  return undecided('AmbiguousDecision', message);
}

function decision(result: Then | Then[], table: DecisionTable, rules: readonly Rule[], values: Values): Decision {
  const explanation = rules.map((rule) => explainRule(table, rule, values)).join('\n');
  return {
    result,
    rules: rules.map(({ id }) => id),
    explanation: explanation || `no rule applies to ${shown(table, values)}`,
  };
}

function byDefault(table: DecisionTable, values: Values): Decision | Undecided {
  const { otherwise } = table;
  if (!otherwise) return undecided('NoRule', `no rule applies to ${shown(table, values)}, and there is no otherwise`);
  const result = table.hit === 'collect' ? collected(table, [otherwise.then]) : otherwise.then;
  return { result, rules: [], explanation: explainOtherwise(table, values) };
}

const undecided = (name: Undecided['error']['name'], message: string): Undecided => ({ error: { name, message } });
