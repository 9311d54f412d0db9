import { isRecord } from './data.ts';
import { expressionOf, parseExpression } from './expressions.ts';
import type { Model } from './model.ts';
import { outputOf } from './outputs.ts';
import type { MapStep } from './steps/map.ts';

/** Items of a map, at most: as declared, or as the schema of the list says that it names. Infinite where nobody says. */
export function itemsBound(step: MapStep, model: Model): number {
  return Math.min(step.maxItems ?? Number.POSITIVE_INFINITY, schemaBound(step, model));
}

function schemaBound({ items }: MapStep, model: Model): number {
  const source = expressionOf(items) ?? items;
  const [first, ...others] = parseExpression(source).references;
  // Anything beside one plain path may give a longer list.
  if (!first || others.length > 0 || !/^\s*\$(input|steps)(\.([\w]+|`[^`]+`))+\s*$/.test(source))
    return Number.POSITIVE_INFINITY;
  const names = first.names.map(({ name }) => name);
  const place = first.root === 'steps' ? model.byId.get(names.shift() ?? '') : undefined;
  let schema: unknown = place ? outputOf(place.step, model) : first.root === 'input' ? model.workflow.input : undefined;
  for (const name of names)
    schema = isRecord(schema) && isRecord(schema.properties) ? schema.properties[name] : undefined;
  // A list inside a list gives the items of all of them.
  const { type, maxItems } = isRecord(schema) ? schema : {};
  return type === 'array' && typeof maxItems === 'number' ? maxItems : Number.POSITIVE_INFINITY;
}
