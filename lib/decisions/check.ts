import { parseCell } from './parse-cell.ts';
import { sameJson } from './rank.ts';
import type { DecisionTable, Rule, Then } from './schema.ts';
import { boundsOf } from './values.ts';

/** What is wrong at one place of a table that has passed its schema. */
export interface TableFinding {
  message: string;
  /** From the table. */
  path: (string | number)[];
  /** Point at the key instead of its value. */
  key?: boolean;
  /** Characters into the cell at `path`. */
  offset?: number;
}

/** All that is wrong with a table. Only a table without findings may be evaluated or analysed. */
export function check(table: DecisionTable): TableFinding[] {
  const otherwise = table.otherwise ? thenFindings(table, table.otherwise.then, ['otherwise', 'then']) : [];
  const rules = table.rules.flatMap((rule, index) => [
    ...cellFindings(table, rule, ['rules', index, 'when']),
    ...thenFindings(table, rule.then, ['rules', index, 'then']),
  ]);
  return [...policyFindings(table), ...domainFindings(table), ...duplicates(table), ...rules, ...otherwise];
}

function* policyFindings({ hit, aggregate, outputs, otherwise }: DecisionTable): Iterable<TableFinding> {
  if (aggregate && hit !== 'collect')
    yield { message: `only hit policy 'collect' aggregates, not '${hit}'`, path: ['aggregate'] };
  if (aggregate && Object.keys(outputs).length > 1)
    yield { message: 'an aggregate is of one output only (DMN 1.4 §8.2.10)', path: ['aggregate'] };
  if (aggregate === 'count' && otherwise)
    yield { message: 'the count of no rule is 0, so otherwise never applies', path: ['otherwise'], key: true };
  if (hit === 'priority' && !Object.values(outputs).some(({ enum: values }) => Array.isArray(values)))
    yield { message: 'priority needs an output with an enum: its values, highest priority first', path: ['outputs'] };
}

function* domainFindings({ inputs }: DecisionTable): Iterable<TableFinding> {
  for (const [name, input] of Object.entries(inputs)) {
    const { low, high } = boundsOf(input);
    if (low > high) yield { message: 'the minimum is above the maximum', path: ['inputs', name, 'minimum'] };
    else if (
      'enum' in input &&
      (input.enum as unknown[] | undefined)?.some((value) => Number(value) < low || Number(value) > high)
    )
      yield { message: 'a value of the enum is outside minimum and maximum', path: ['inputs', name, 'enum'] };
  }
}

function* duplicates({ rules }: DecisionTable): Iterable<TableFinding> {
  const seen = new Set<string>();
  for (const [index, { id }] of rules.entries()) {
    if (seen.has(id)) yield { message: `there is another rule '${id}'`, path: ['rules', index, 'id'] };
    seen.add(id);
  }
}

function* cellFindings({ inputs }: DecisionTable, { when }: Rule, path: TableFinding['path']): Iterable<TableFinding> {
  for (const [name, cell] of Object.entries(when)) {
    const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (!input) yield { message: `no input is called '${name}'`, path: [...path, name], key: true };
    const parsed = input && parseCell(String(cell), input);
    if (parsed?.error !== undefined) yield { message: parsed.error, path: [...path, name], offset: parsed.offset };
  }
}

function* thenFindings(table: DecisionTable, then: Then, path: TableFinding['path']): Iterable<TableFinding> {
  for (const name of Object.keys(then))
    if (!Object.hasOwn(table.outputs, name))
      yield { message: `no output is called '${name}'`, path: [...path, name], key: true };
  for (const [name, schema] of Object.entries(table.outputs)) {
    if (!Object.hasOwn(then, name)) yield { message: `the output '${name}' is missing`, path };
    else yield* valueFindings(table, schema.enum, then[name], [...path, name]);
  }
}

/** What the hit policy depends on; the rest of the output's JSON Schema is the caller's to validate. */
function* valueFindings(table: DecisionTable, values: unknown, value: unknown, path: TableFinding['path']) {
  if (Array.isArray(values) && !values.some((each) => sameJson(each, value)))
    yield { message: `${JSON.stringify(value)} is not in the enum of the output`, path };
  if (table.hit === 'collect' && table.aggregate && table.aggregate !== 'count' && typeof value !== 'number')
    yield { message: `${JSON.stringify(value)} is no number, and ${table.aggregate} needs one`, path };
}
