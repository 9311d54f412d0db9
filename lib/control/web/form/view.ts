import { type Html, html } from '../html.ts';
import { join, PREFIX } from './flatten.ts';
import type { Group, Leaf, List, Node } from './model.ts';
import type { FieldProblems } from './problems.ts';

/** What the inputs show, and what is said beside them. */
export interface Filled {
  input: ReadonlyMap<string, string>;
  problems: FieldProblems;
  /** Rows to show of each list, by path. */
  rows(path: string): number;
  readOnly: boolean;
  /** What is said beside the label of a field, by path. */
  beside(path: string): Html | false;
}

/** The inputs of a node. `path` is its place, as in the names of the inputs. */
export function inputs(node: Node, filled: Filled, path: string): Html {
  if (node.kind === 'fixed') return html``;
  if (node.kind === 'leaf') return input(node, filled, path);
  return node.kind === 'list' ? list(node, filled, path) : group(node, filled, path);
}

const group = ({ members }: Group, filled: Filled, path: string): Html =>
  html`<div class="grid">${Object.entries(members).map(([name, member]) => inputs(member, filled, join(path, name)))}</div>`;

function list({ label, item }: List, filled: Filled, path: string): Html {
  const rows = Array.from({ length: filled.rows(path) }, (_, i) => {
    const at = join(path, String(i));
    return html`<fieldset class="row"><legend class="soft">${oneOf(label)} ${i + 1}</legend>${inputs(item, filled, at)}</fieldset>`;
  });
  return html`<div class="lines">${rows}</div>`;
}

/** `Lines` → `Line`. */
const oneOf = (label: string): string => label.replace(/s$/, '');

function input(leaf: Leaf, filled: Filled, path: string): Html {
  const name = PREFIX + path;
  const text = filled.input.get(name) ?? '';
  const problem = filled.problems.get(name);
  const long = leaf.type === 'string' && !leaf.options && text.length > 24;
  const shown = filled.readOnly
    ? html`<output id="${name}">${text || '–'}</output>`
    : control(leaf, name, text, problem);
  return html`<div${long ? html` class="wide"` : ''}><label for="${name}">${leaf.label} ${filled.beside(path)}</label>${shown}${
    problem !== undefined && html`<span class="err" id="${name}-problem">${problem}</span>`
  }</div>`;
}

function control(leaf: Leaf, name: string, text: string, problem: string | undefined): Html {
  const wrong = problem === undefined ? '' : html` aria-invalid="true" aria-describedby="${name}-problem"`;
  const options = leaf.options ?? (leaf.type === 'boolean' ? ['true', 'false'] : undefined);
  if (options) return choice(name, text, options, wrong);
  const mode = leaf.type === 'string' ? '' : html` inputmode="decimal"`;
  return html`<input id="${name}" name="${name}" value="${text}" autocomplete="off"${mode}${wrong}>`;
}

/** A value that is none of the options is shown too, or sending the form unchanged would change it. */
function choice(name: string, text: string, options: readonly string[], wrong: Html | ''): Html {
  const offered = [
    '',
    ...options.filter((option) => option !== ''),
    ...(text && !options.includes(text) ? [text] : []),
  ];
  const items = offered.map(
    (option) => html`<option value="${option}"${option === text ? html` selected` : ''}>${option || '–'}</option>`,
  );
  return html`<select id="${name}" name="${name}"${wrong}>${items}</select>`;
}
