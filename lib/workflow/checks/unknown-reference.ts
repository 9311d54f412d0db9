import type { Reference } from '../expressions.ts';
import type { Expression, Model, Moment } from '../model.ts';
import { firstUnknown, hasOutput, outputOf } from '../outputs.ts';
import type { Finding } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { around } from '../scopes.ts';
import { closest, suggestion } from '../suggest.ts';

/** What expressions may name: values by the moment of their evaluation, members as far as schemas tell, and functions. */
export const unknownReference: Rule = {
  code: 'unknown-reference',
  severity: 'error',
  *check(model) {
    for (const expression of model.expressions) {
      for (const reference of expression.parsed.references) {
        const finding = reference.called ? unknownFunction(reference) : unknownValue(reference, expression, model);
        if (!finding) continue;
        const { at = reference.start, ...rest } = finding;
        yield { ...rest, path: expression.path, offset: expression.offset + at };
      }
    }
  },
};

/** `at`: offset in the expression, by default that of the reference. */
type Unknown = Pick<Finding, 'message' | 'fix'> & { at?: number };

/** Roots by moment. A key is computed by the function from the tool's own input, a compensation when it is needed. */
const ROOTS: Record<Moment, readonly string[]> = {
  step: ['input', 'steps', 'run'],
  handler: ['input', 'steps', 'run', 'error'],
  output: ['input', 'steps', 'run'],
  compensation: ['input', 'steps', 'run', 'output', 'error'],
  key: ['input', 'run'],
};

/** `$item` and `$index` are those of the map or loop around; `$index` is the round of a loop. */
function rootsOf({ moment, scope }: Expression): readonly string[] {
  if (!scope || moment === 'key') return ROOTS[moment];
  const item = around(scope, 'map') ? ['item'] : [];
  const index = around(scope, 'map', 'loop') ? ['index'] : [];
  return [...ROOTS[moment], ...item, ...index];
}

function unknownValue(reference: Reference, expression: Expression, model: Model): Unknown | undefined {
  const { root } = reference;
  const roots = rootsOf(expression);
  if (!roots.includes(root)) return unknownRoot(root, expression.moment, roots);
  if (root === 'steps') return unknownStep(reference, model);
  if (root === 'run') return unknownMember(reference, RUN, '$run', true);
  if (root === 'error') return unknownMember(reference, ERROR, '$error', false);
  if (root === 'item' || root === 'index') return undefined;
  return unknownIn(reference, schemaOf(root, expression, model), `$${root}`, 0);
}

function unknownRoot(root: string, moment: Moment, roots: readonly string[]): Unknown {
  const known = roots.map((name) => `$${name}`).join(', ');
  if (root === 'error' || root === 'output')
    return { message: `$${root} is not known here, only ${WHERE[root]}; known are ${known}` };
  if (root === 'item' || root === 'index')
    return { message: `$${root} is not known here, only in the steps of a map${root === 'index' ? ' or loop' : ''}` };
  const name = closest(root, [...roots, ...FUNCTIONS]);
  const message = `nothing is called $${root} here; ${moment === 'key' ? 'a key sees' : 'known are'} ${known}`;
  return { message, ...(name && { fix: `did you mean '$${name}'?` }) };
}

const WHERE = { error: 'in compensations and in steps of an error handler', output: 'in compensations' };
const RUN = ['id', 'workflow', 'version', 'tenant', 'startedAt'];
const ERROR = ['name', 'message', 'step'];

function unknownMember(
  { names: [first] }: Reference,
  members: string[],
  root: string,
  needed: boolean,
): Unknown | undefined {
  if (!first)
    return needed
      ? { message: `${root} has to be asked for one of ${members.join(', ')}`, fix: `write '${root}.id'` }
      : undefined;
  if (members.includes(first.name)) return undefined;
  const fix = suggestion(first.name, members);
  return { message: `${root} has no '${first.name}'`, at: first.end - first.name.length, ...(fix && { fix }) };
}

function unknownStep(reference: Reference, model: Model): Unknown | undefined {
  const [first] = reference.names;
  if (!first)
    return {
      message: '$steps has to be asked for one step, by name',
      fix: "write '$steps.extract', or '$steps.`read-document`'",
    };
  const place = model.byId.get(first.name);
  if (!place) return { ...noStep(first.name, model), at: first.end - first.name.length };
  if (!hasOutput(place.step))
    return { message: `step '${first.name}' is a ${place.step.kind}, which gives nothing to read` };
  return unknownIn(reference, outputOf(place.step, model), `the output of '${first.name}'`, 1);
}

/** `$steps.read-document` is a subtraction in JSONata, and a mistake that everybody makes once. */
function noStep(name: string, { byId }: Model): Unknown {
  const hyphenated = [...byId.keys()].find((id) => id.startsWith(`${name}-`));
  const message = `there is no step '${name}'`;
  if (hyphenated) return { message, fix: `write $steps.\`${hyphenated}\`, with backticks: a hyphen is a minus` };
  const fix = suggestion(name, byId.keys());
  return { message, ...(fix && { fix }) };
}

function unknownIn({ names }: Reference, schema: unknown, what: string, from: number): Unknown | undefined {
  const rest = names.slice(from);
  const unknown = firstUnknown(
    schema,
    rest.map(({ name }) => name),
  );
  if (!unknown) return undefined;
  const { name, end } = rest[unknown.index]!;
  const owner = unknown.index === 0 ? what : `'${rest[unknown.index - 1]!.name}' in ${what}`;
  const fix = suggestion(name, unknown.known);
  return { message: `${owner} has no member '${name}'`, at: end - name.length, ...(fix && { fix }) };
}

function schemaOf(root: string, { moment, place, path }: Expression, model: Model): unknown {
  if (root === 'output') return place && outputOf(place.step, model);
  return moment === 'key' ? model.workflow.tools[String(path[1])]?.input : model.workflow.input;
}

function unknownFunction({ root }: Reference): Unknown | undefined {
  if (FUNCTIONS.includes(root) || root === 'eval') return undefined;
  const name = closest(root, FUNCTIONS);
  return { message: `JSONata has no function $${root}`, ...(name && { fix: `did you mean '$${name}'?` }) };
}

/** JSONata 2.0 without $eval, and what Step Functions adds (Transforming data with JSONata, developer guide). */
const FUNCTIONS = (
  'string length substring substringBefore substringAfter uppercase lowercase trim pad contains split join match replace ' +
  'base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl number abs floor ceil round power ' +
  'sqrt random formatNumber formatBase formatInteger parseInteger sum max min average boolean not exists count append sort ' +
  'reverse shuffle distinct zip keys lookup spread merge sift each error assert type now millis fromMillis toMillis map ' +
  'filter single reduce partition range hash uuid parse'
).split(' ');
