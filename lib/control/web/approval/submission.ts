import { isDeepStrictEqual } from 'node:util';
import type { ApprovalRow } from '../../../approvals/row.ts';
import { isRecord } from '../form/flatten.ts';
import { problemsByField } from '../form/problems.ts';
import { unflatten, unknownNames } from '../form/unflatten.ts';
import { PageProblem } from '../refusal.ts';
import { formNode, type Typed } from './fields.ts';
import type { Look } from './look.ts';

/** What came with the form, beside the fields of the document. */
const CONTROLS = new Set(['decision', 'digest', 'comment', 'code', 'csrf', 'rows']);

/** Rows that one press of the button adds, and how many it adds in all. */
const MORE = 3;
const MOST = 60;

export interface Submission {
  /** `look` and `more` decide nothing: they show the page again, with what was typed. */
  decision: 'approve' | 'reject' | 'look' | 'more';
  digest: string;
  comment: string;
  code: string;
  csrf: string;
  /** All fields as corrected; absent: as shown. */
  fields?: unknown;
  typed: Typed & { comment: string };
}

/** Reads the form of the page. Throws a 422 that names what no form of ours holds. */
export function submissionOf(look: Look, form: ReadonlyMap<string, string>): Submission {
  const node = formNode(look);
  const strange = [...unknownNames(node, form), ...[...form.keys()].filter((name) => !isOurs(name))];
  if (strange.length > 0) {
    const names = strange.slice(0, 5).join(', ');
    throw new PageProblem(
      422,
      'Unknown fields',
      `The form holds fields that this page does not have: ${names}. Nothing was decided; open the page again.`,
    );
  }
  const decision = decisionIn(form);
  const text = (name: string) => form.get(name) ?? '';
  const before = Number(/^\d{1,3}$/.exec(text('rows'))?.[0] ?? 0);
  const fields = correctedFields(look, form);
  return {
    decision,
    digest: text('digest'),
    comment: text('comment'),
    code: text('code'),
    csrf: text('csrf'),
    ...(fields !== undefined && { fields }),
    typed: {
      input: new Map([...form].filter(([name]) => name.startsWith('f.'))),
      problems: new Map(),
      comment: text('comment'),
      moreRows: Math.min(MOST, before + (decision === 'more' ? MORE : 0)),
    },
  };
}

const isOurs = (name: string): boolean => CONTROLS.has(name) || name.startsWith('f.');

function decisionIn(form: ReadonlyMap<string, string>): Submission['decision'] {
  const decision = form.get('decision');
  if (decision === 'approve' || decision === 'reject' || decision === 'look' || decision === 'more') return decision;
  throw new PageProblem(
    422,
    'No decision',
    'The form says neither approve nor reject. Nothing was decided; open the page again and choose one.',
  );
}

/** Undefined if nothing was changed, so that an approval as shown is told from one with corrections. */
function correctedFields(look: Look, form: ReadonlyMap<string, string>): unknown {
  const node = formNode(look);
  const { fields } = look.shown;
  if (node.kind !== 'group' || !isRecord(fields)) return undefined;
  const corrected = unflatten(node, form, fields);
  return isDeepStrictEqual(corrected, fields) ? undefined : corrected;
}

/** The same, with each problem at its field. */
export const withProblems = (
  row: ApprovalRow,
  typed: Submission['typed'],
  problems: readonly string[],
): Submission['typed'] => ({
  ...typed,
  problems: problemsByField(formNode({ row }), problems),
});
