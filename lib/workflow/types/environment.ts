import { type Model, type Moment, toolOf } from '../model.ts';
import { hasOutput, outputOf } from '../outputs.ts';
import { around, type Place, type Scope } from '../scopes.ts';
import { fromSchema } from './from-schema.ts';
import type { Environment } from './infer.ts';
import { elementsOf } from './sequence.ts';
import { inferSource } from './template.ts';
import { COUNT, OPEN_OBJECT, objectOf, orAbsent, quietly, TEXT, type Type, UNKNOWN } from './type.ts';

/** Where an expression stands: what it may name depends on it. */
export interface Position {
  moment: Moment;
  place?: Place;
  scope?: Scope;
}

const RUN = objectOf({ id: TEXT, workflow: TEXT, version: TEXT, tenant: TEXT, startedAt: TEXT });
const ERROR = objectOf({ name: TEXT, message: TEXT, step: orAbsent(TEXT, 'not every error is of a step', true) });

/** The types of what an expression of a workflow can name, by its position. */
export function environmentOf({ moment, place, scope }: Position, model: Model): Environment {
  const common = { input: fromSchema(model.workflow.input ?? true), run: RUN, steps: stepsOf(model) };
  const output: Environment =
    moment === 'compensation' && place ? { output: fromSchema(outputOf(place.step, model)) } : {};
  const error: Environment = moment === 'compensation' || moment === 'handler' ? { error: ERROR } : {};
  return { ...common, ...output, ...error, ...(scope && roundOf(scope, model)) };
}

/** What the key of a tool sees: the tool's own input. */
export function keyEnvironment(tool: string, model: Model): Environment {
  return { input: fromSchema(toolOf(model.workflow, tool)?.input ?? true), run: RUN };
}

const known = new WeakMap<Model, Type>();

/** The outputs of all steps. Which of them are there is the business of `possibly-unset`. */
function stepsOf(model: Model): Type {
  const outputs = known.get(model) ?? {
    object: { ...OPEN_OBJECT, properties: Object.fromEntries(outputsOf(model)), rest: UNKNOWN },
  };
  known.set(model, outputs);
  return outputs;
}

function* outputsOf(model: Model): Generator<[string, Type]> {
  for (const [id, { step }] of model.byId) {
    if (!hasOutput(step)) continue;
    yield [id, quietly(orAbsent(fromSchema(outputOf(step, model)), `'${id}' may not have run`))];
  }
}

/** `$item` and `$index` of the map or loop around. */
function roundOf(scope: Scope, model: Model): Environment {
  const map = around(scope, 'map');
  const index: Environment = around(scope, 'map', 'loop') ? { index: COUNT } : {};
  if (map?.step.kind !== 'map') return index;
  const source = sourceOf(map.step.items);
  const items = inferSource(source, environmentOf({ moment: 'step', place: map, scope: map.scope }, model));
  const { item } = elementsOf(items.array ? { array: items.array } : UNKNOWN);
  return { ...index, item };
}

const sourceOf = (items: string): string => items.replace(/^\{%|%\}$/g, '');
