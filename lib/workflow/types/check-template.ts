import { isRecord } from '../data.ts';
import { expressionOf } from '../expressions.ts';
import type { Path } from '../problem.ts';
import { failingNode } from './failing.ts';
import { type Misfit, misfits } from './fits.ts';
import { fromSchema, fromValue } from './from-schema.ts';
import type { Environment } from './infer.ts';
import { plainPath } from './node.ts';
import { inferSource, parsed } from './template.ts';
import { ANY, arrayOf, isNever, isNothing, memberOf, OPEN_OBJECT, present, spelled, type Type } from './type.ts';

/** What is wrong at one place of a template. */
export interface TemplateFinding {
  /** As in `Misfit`; `always-fails` is an expression that no allowed value makes work. */
  kind: Misfit['kind'] | 'always-fails';
  /** Of the literal or the expression inside the template. */
  path: Path;
  /** It is about what an expression gives, not about a literal. */
  expression: boolean;
  certain: boolean;
  message: string;
  fix?: string;
  /** Characters into the expression, without its delimiters, where a part of it is to blame. */
  offset?: number;
}

/** Holds a template against a JSON Schema. */
export function checkTemplate(template: unknown, environment: Environment, schema: unknown): TemplateFinding[] {
  return [...checkAgainst(template, environment, fromSchema(schema), [])];
}

/** The same with a type in place of the schema, and the path that the findings begin with. */
export function* checkAgainst(
  template: unknown,
  environment: Environment,
  wanted: Type,
  path: Path,
): Generator<TemplateFinding> {
  const source = typeof template === 'string' ? expressionOf(template) : undefined;
  if (source !== undefined) yield* checkExpression(source, environment, wanted, path);
  else if (Array.isArray(template)) yield* checkList(template, environment, wanted, path);
  else if (isRecord(template)) yield* checkObject(template, environment, wanted, path);
  else yield* literal(fromValue(template), wanted, path);
}

function* literal(type: Type, wanted: Type, path: Path): Generator<TemplateFinding> {
  const [first] = misfits(type, wanted);
  if (!first) return;
  const message = `${first.found} is not ${first.expected}, which is needed here`;
  yield { kind: first.kind, path, expression: false, certain: first.certain, message };
}

function* checkList(
  list: readonly unknown[],
  environment: Environment,
  wanted: Type,
  path: Path,
): Generator<TemplateFinding> {
  const { array } = spelled(wanted);
  // Its elements have a say of their own.
  yield* literal(arrayOf(array?.items ?? ANY, list.length, list.length), wanted, path);
  for (const [index, element] of list.entries())
    yield* checkAgainst(element, environment, array?.items ?? ANY, [...path, index]);
}

function* checkObject(
  template: Record<string, unknown>,
  environment: Environment,
  wanted: Type,
  path: Path,
): Generator<TemplateFinding> {
  const { object } = spelled(wanted);
  if (!object) yield* literal({ object: OPEN_OBJECT }, wanted, path);
  for (const [name, type] of Object.entries(object?.properties ?? {})) {
    if (type.absent || Object.hasOwn(template, name)) continue;
    const message = `'${name}' is needed here and not given`;
    yield { kind: 'mismatch', path, expression: false, certain: true, message, fix: `add '${name}:'` };
  }
  for (const [name, value] of Object.entries(template)) {
    const type = object ? memberOf(object, name) : ANY;
    const inner = [...path, name];
    if (!isNothing(type)) yield* checkAgainst(value, environment, present(type), inner);
    else
      yield { kind: 'mismatch', path: inner, expression: false, certain: true, message: `no '${name}' is taken here` };
  }
}

function* checkExpression(
  source: string,
  environment: Environment,
  wanted: Type,
  path: Path,
): Generator<TemplateFinding> {
  const type = inferSource(source, environment);
  const at = { path, expression: true };
  if (isNever(type)) yield { ...at, ...alwaysFails(source, environment) };
  else if (isNothing(type)) yield { ...at, ...givesNothing(type) };
  else {
    if (type.absent && !type.absent.quiet) yield { ...at, ...mayGiveNothing(source, type.absent.because) };
    for (const misfit of misfits(present(type), wanted)) yield { ...at, ...inWords(misfit, source) };
  }
}

type Words = Omit<TemplateFinding, 'path' | 'expression'>;

function alwaysFails(source: string, environment: Environment): Words {
  const failing = failingNode(source, environment);
  const part = failing ? `${failing.text} ` : 'this ';
  const message = `${part}fails whenever it is evaluated: it is never given what it needs`;
  return { kind: 'always-fails', certain: true, message, ...(failing && { offset: failing.offset }) };
}

const FAILS = 'and Step Functions fails on what is not there';

function givesNothing({ absent }: Type): Words {
  return { kind: 'mismatch', certain: true, message: `this never gives anything (${absent!.because}), ${FAILS}` };
}

function mayGiveNothing(source: string, because: string): Words {
  const message = `this may give nothing (${because}), ${FAILS}`;
  return { kind: 'may-be-absent', certain: false, message, fix: askFirst(source) };
}

function askFirst(source: string): string {
  const node = parsed(source);
  const text = source.trim();
  return node && plainPath(node)
    ? `ask first: '$exists(${text}) ? ${text} : …'`
    : `ask first with '$exists(…) ? … : …'`;
}

function inWords({ kind, path, expected, found, certain, because }: Misfit, source: string): Words {
  const part = path.length > 0 ? `'${path.join('.')}' in what this gives` : 'this';
  if (kind === 'may-be-absent')
    return {
      kind,
      certain,
      message: `${part} may be absent (${because}), and ${expected} is needed`,
      fix: askFirst(''),
    };
  if (kind === 'may-be-single') {
    const message = `${part} is no list where there is only one element, and ${expected} is needed`;
    return { kind, certain, message, fix: path.length > 0 ? 'put [ ] around it' : `write '[${source.trim()}]'` };
  }
  const [name, inside] = [path.at(-1), path.length > 1 ? ` under '${path.slice(0, -1).join('.')}'` : ''];
  if (path.length > 0 && found === 'nothing')
    return { kind, certain, message: `what this gives has no '${name}'${inside}, and ${expected} is needed` };
  if (path.length > 0 && expected === 'nothing')
    return { kind, certain, message: `what this gives has '${name}'${inside}, which is not taken` };
  const gives = path.length > 0 ? `${part} is` : 'this gives';
  return { kind, certain, message: `${gives} ${found}, and ${expected} is needed` };
}
