import { unknownReference } from '../checks/unknown-reference.ts';
import { OPENING } from '../expressions.ts';
import { type Model, toolOf } from '../model.ts';
import { type Finding, type Path, pointer } from '../problem.ts';
import { isHandler, type Place } from '../scopes.ts';
import { templatesOf } from '../templates.ts';
import { checkAgainst, type TemplateFinding } from './check-template.ts';
import { environmentOf, keyEnvironment } from './environment.ts';
import { fromSchema } from './from-schema.ts';
import type { Environment } from './infer.ts';
import { ANY, arrayOf, BOOLEAN, TEXT, type Type } from './type.ts';

export type TypeFinding = Finding & { kind: TemplateFinding['kind'] };

const done = new WeakMap<Model, TypeFinding[]>();

/**
 * What is wrong with the types of a workflow's expressions, found once for a model. Literals have a rule of their own, and
 * so have names that do not exist: what gives nothing because of them is not told twice.
 */
export function typeFindings(model: Model): readonly TypeFinding[] {
  const before = done.get(model);
  if (before) return before;
  const unknown = new Set([...unknownReference.check(model)].map(({ path }) => pointer(path)));
  const found = [...checkAll(model)].filter(({ path }) => !unknown.has(pointer(path)));
  done.set(model, found);
  return found;
}

/** A template with what it is handed to. */
interface Slot {
  path: Path;
  value: unknown;
  wanted: Type;
  environment: Environment;
}

function* checkAll(model: Model): Generator<TypeFinding> {
  for (const { path, value, wanted, environment } of slotsOf(model)) {
    for (const { kind, path: inner, expression, message, fix, offset } of checkAgainst(
      value,
      environment,
      wanted,
      [],
    )) {
      if (!expression) continue;
      const at = offset === undefined ? {} : { offset: OPENING + offset };
      yield { kind, message, path: [...path, ...inner], ...at, ...(fix && { fix }) };
    }
  }
}

function* slotsOf(model: Model): Generator<Slot> {
  for (const [name, { idempotency }] of Object.entries(model.workflow.tools)) {
    if (!idempotency || !('key' in idempotency)) continue;
    const path = ['tools', name, 'idempotency', 'key'];
    yield { path, value: idempotency.key, wanted: ANY, environment: keyEnvironment(name, model) };
  }
  for (const place of model.places) yield* slotsAt(place, model);
  yield {
    path: ['output'],
    value: model.workflow.output,
    wanted: ANY,
    environment: environmentOf({ moment: 'output' }, model),
  };
}

function* slotsAt(place: Place, model: Model): Generator<Slot> {
  for (const { key, value, after } of templatesOf(place.step)) {
    if (value === undefined) continue;
    const moment = key === 'compensate' ? 'compensation' : isHandler(place.scope) ? 'handler' : 'step';
    const scope = after ? place.inner[0]! : place.scope;
    const path = [...place.path, ...key.split('/')];
    yield {
      path,
      value,
      wanted: wantedAt(place, key, model),
      environment: environmentOf({ moment, place, scope }, model),
    };
  }
}

/** What the machine, or the tool that it is for, takes there. */
function wantedAt({ step }: Place, key: string, { workflow }: Model): Type {
  const inputOf = (tool: string) => fromSchema(toolOf(workflow, tool)?.input ?? true);
  if (step.kind === 'tool' && key === 'input') return inputOf(step.tool);
  if (key === 'compensate' && 'compensate' in step && step.compensate)
    return member('input', inputOf(step.compensate.tool));
  if (key === 'choices') return arrayOf(member('when', BOOLEAN));
  if (step.kind === 'loop' && key === 'until') return BOOLEAN;
  if (step.kind === 'wait' && key === 'until') return TEXT;
  return step.kind === 'map' && key === 'items' ? arrayOf(ANY) : ANY;
}

const member = (name: string, type: Type): Type => {
  const { object } = fromSchema({ type: 'object', properties: { [name]: true } });
  return { object: { ...object!, properties: { [name]: type } } };
};
