import { hasOutput } from '../workflow/outputs.ts';
import type { Place } from '../workflow/scopes.ts';
import type { MapStep } from '../workflow/steps/map.ts';
import { type Context, type Own, within } from './context.ts';
import { counter, itemOf } from './passes.ts';
import { namingOf, template } from './template.ts';
import type { Json } from './types.ts';

/** `ItemSelector`: what the first state of an item is handed. */
export const ITEM: Json = {
  item: '{% $states.context.Map.Item.Value %}',
  index: '{% $states.context.Map.Item.Index %}',
};

/** Variables of an item. A state further on cannot rely on the context of the map, so the first one keeps both. */
export const itemVariables = (place: Place): Record<string, Json> => ({
  [itemOf(place)]: '{% $states.input.item %}',
  [counter(place)]: '{% $states.input.index %}',
});

/** The steps of an item, which end in `end` and throw to `failed`. */
export function itemContext({ inner }: Place, outer: Context, end: string, failed: string): Context {
  const frame = outer.variables.frames.atEnd(inner[0]!);
  return { ...within(outer, inner[0]!, () => end), frame, takers: [{ errors: 'all', caught: failed }] };
}

/** What an item gives: `output`, else the output of the last step in the file, null where it gives none or was passed by. */
export function itemOutput(step: MapStep, context: Context, own?: Own): Json {
  if (step.output !== undefined) return template(step.output, namingOf(context, context.scope));
  const last = context.scope.places.at(-1)!.step;
  if (!hasOutput(last)) return null;
  const value = context.variables.read(last.id, context.frame, own);
  return own?.step === last.id ? `{% ${value} %}` : `{% $exists(${value}) ? ${value} : null %}`;
}
