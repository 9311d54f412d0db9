import type { TableFinding } from '../../decisions/check.ts';
import { type Table, tablesOf } from '../decision-tables.ts';
import type { Rule } from '../rule.ts';
import { suggestion } from '../suggest.ts';

/** A table is whole: its cells can be read, and its rules name the inputs and outputs that it has. */
export const decisionTableInvalid: Rule = {
  code: 'decision-table-invalid',
  severity: 'error',
  *check(model) {
    for (const table of tablesOf(model)) {
      for (const finding of table.findings) {
        const fix = fixFor(finding, table);
        yield { ...finding, path: [...table.path, ...finding.path], ...(fix && { fix }) };
      }
    }
  },
};

/** A name that the table does not know is usually one that it knows, misspelt. */
function fixFor({ path }: TableFinding, { table }: Table): string | undefined {
  const [name = '', part] = [...path].reverse().map(String);
  const known = part === 'when' ? table.inputs : part === 'then' ? table.outputs : undefined;
  return known && !Object.hasOwn(known, name) ? suggestion(name, Object.keys(known)) : undefined;
}
