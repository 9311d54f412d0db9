import { flatten, join, PREFIX } from '../form/flatten.ts';
import { type Node, nodeOf } from '../form/model.ts';
import type { FieldProblems } from '../form/problems.ts';
import { type Filled, inputs } from '../form/view.ts';
import { type Html, html } from '../html.ts';
import type { Look } from './look.ts';

/** Below this a person should look at a field. */
const SURE = 0.9;

/** Empty rows at the end of a list, for a line that was missed. */
const SPARE_ROWS = 1;

/** What a person has typed so far, on a page that is shown again. */
export interface Typed {
  input: ReadonlyMap<string, string>;
  problems: FieldProblems;
  /** Spare rows asked for beyond those that are always there. */
  moreRows: number;
}

/** The form of an approval's fields; nothing to fill in where it has none. */
export const formNode = ({ row }: Pick<Look, 'row'>): Node => (row.form ? nodeOf(row.form) : { kind: 'fixed' });

/** The fields: those to be checked first, then the others, then lists. Each says how sure the reader was. */
export function fieldsView(look: Look, mayDecide: boolean, typed: Typed | undefined): Html {
  const node = formNode(look);
  if (node.kind !== 'group') return plain(look.shown.fields);
  const readOnly = look.state !== 'open' || !mayDecide;
  const fields = look.decision?.fields ?? look.shown.fields;
  const spare = readOnly ? 0 : SPARE_ROWS + (typed?.moreRows ?? 0);
  const input = new Map([...flatten(node, fields), ...(typed?.input ?? [])]);
  const before = look.decision && flatten(node, look.shown.fields);
  const filled: Filled = {
    input,
    problems: typed?.problems ?? new Map(),
    rows: (path) => rowsIn(input, path) + spare,
    readOnly,
    beside: (path) => corrected(before, input, path) || sureness(look, path, node.members[path]),
  };
  const shown = Object.entries(node.members).filter(([, member]) => member.kind !== 'fixed');
  const [doubtful, sure] = parted(shown, ([name, member]) => isDoubtful(look, name, member));
  const [lists, single] = parted(sure, ([, member]) => member.kind === 'list');
  return html`${doubtful.length > 0 && html`<section class="card"><h2>Please check first</h2>${grouped(doubtful, filled)}</section>`}
<section class="card"><h2>${headingOf(look, doubtful.length)}</h2>${grouped(single, filled)}</section>
${lists.map((list) => html`<section class="card">${framed(list, filled)}${!readOnly && MORE_ROWS}</section>`)}`;
}

function headingOf({ state }: Look, doubtful: number): string {
  if (state === 'approved') return 'The fields as approved';
  return doubtful > 0 ? 'The other fields' : 'The fields';
}

const MORE_ROWS = html`<button name="decision" value="more" formnovalidate>Add lines</button> <span class="soft">An emptied line is taken out.</span>`;

type Member = [name: string, node: Node];

/** Single values share a grid; a group has a frame of its own. */
function grouped(members: Member[], filled: Filled): Html {
  const [leaves, groups] = parted(members, ([, node]) => node.kind === 'leaf');
  return html`${leaves.length > 0 && html`<div class="grid">${leaves.map(([name, node]) => inputs(node, filled, name))}</div>`}${groups.map((member) => framed(member, filled))}`;
}

const framed = ([name, node]: Member, filled: Filled): Html =>
  node.kind === 'fixed'
    ? html``
    : html`<fieldset><legend>${node.label} ${filled.beside(name)}</legend>${inputs(node, filled, name)}</fieldset>`;

/** What a decision has changed. Rows of a list move when one is taken out, so they are not compared. */
function corrected(
  before: ReadonlyMap<string, string> | undefined,
  now: ReadonlyMap<string, string>,
  path: string,
): Html | false {
  const was = before?.get(PREFIX + path);
  if (was === undefined || was === now.get(PREFIX + path) || /\.\d+\./.test(path)) return false;
  return html`<span class="tag">corrected, was ${was || 'empty'}</span>`;
}

/** In words first, with a colour beside. */
function sureness({ state, shown: { confidence } }: Look, name: string, node: Node | undefined): Html | false {
  const share = confidence?.[name];
  if (typeof share !== 'number') return false;
  if (share === 0)
    return html`<span class="tag ${node?.kind === 'leaf' && node.required ? 'warn' : 'dim'}">not found</span>`;
  const percent = `${Math.round(share * 100)} % sure`;
  return share < SURE && state === 'open'
    ? html`<span class="tag warn">${percent}: check</span>`
    : html`<span class="tag ok">${percent}</span>`;
}

/** What is optional and was not found is no doubt: most documents have no discount. */
function isDoubtful({ state, shown: { confidence } }: Look, name: string, node: Node): boolean {
  const share = confidence?.[name];
  if (state !== 'open') return false;
  if (typeof share !== 'number' || share >= SURE || node.kind === 'list' || node.kind === 'fixed') return false;
  return share > 0 || node.required;
}

function rowsIn(input: ReadonlyMap<string, string>, path: string): number {
  const start = PREFIX + join(path, '');
  const indexes = [...input]
    .filter(([name, text]) => name.startsWith(start) && text !== '')
    .map(([name]) => Number(name.slice(start.length).split('.')[0]));
  return Math.max(0, ...indexes.map((index) => index + 1));
}

/** Fields of an approval without a form: shown, not to be changed. */
const plain = (fields: unknown): Html =>
  fields === undefined
    ? html``
    : html`<section class="card"><h2>The fields</h2><pre>${JSON.stringify(fields, null, 2)}</pre></section>`;

function parted<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
