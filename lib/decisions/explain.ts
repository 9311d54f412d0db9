import type { Values } from './evaluate.ts';
import type { DecisionTable, Rule } from './schema.ts';
import { cellText } from './tests.ts';

/** `prime: prime score; score 731 meets '>= 720'`: what a rule says and which values met its cells. */
export function explainRule(table: DecisionTable, rule: Rule, values: Values): string {
  const met = Object.keys(table.inputs)
    .filter((name) => cellText(rule, name) !== '-')
    .map((name) => `${valueNamed(name, values)} meets '${cellText(rule, name)}'`);
  return `${rule.id}: ${[rule.because, met.join(', ') || 'applies always'].filter(Boolean).join('; ')}`;
}

/** As `explainRule`, where no rule applies. */
export function explainOtherwise(table: DecisionTable, values: Values): string {
  const why = `no rule applies to ${shown(table, values)}`;
  return `otherwise: ${[table.otherwise?.because, why].filter(Boolean).join('; ')}`;
}

/** All values by the names of their inputs. */
export function shown(table: DecisionTable, values: Values): string {
  return Object.keys(table.inputs)
    .map((name) => valueNamed(name, values))
    .join(', ');
}

const valueNamed = (name: string, values: Values) => `${name} ${JSON.stringify(values[name] ?? null)}`;
