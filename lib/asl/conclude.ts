/** From the result of a state to its output, its variables and its successor. */
import type { Place } from './data.ts';
import { bindingsOf, follow, scopeOf, usesJsonata } from './data.ts';
import { Failure } from './failure.ts';
import { leave } from './flow.ts';
import { evaluateTemplate } from './jsonata/template.ts';
import { fill } from './jsonpath/template.ts';
import { PathNotWritable, write } from './jsonpath/write.ts';
import type { Json, JsonObject } from './types.ts';
import { note } from './work.ts';

/** Fields that shape an output: those of a state, of a Choice rule, or of a Catcher. */
export interface Shape {
  Assign?: JsonObject | undefined;
  Output?: Json | undefined;
  Next?: string | undefined;
}

/** Ends a state that has a result of its own: `ResultSelector`, `ResultPath`, `OutputPath`, or `Output`. */
export async function conclude(place: Place, result: Json): Promise<void> {
  const { state, work } = place;
  note(work, 'result', result);
  if (usesJsonata(place)) return concludeJsonata(place, state, result, { result });
  const selected = state.ResultSelector === undefined ? result : fill(state.ResultSelector, scopeOf(place, result));
  note(work, 'afterResultSelector', selected);
  const merged = applyResultPath(place.frame.input, state.ResultPath, selected);
  note(work, 'afterResultPath', merged);
  const assigned = assignJsonpath(place, state.Assign, selected);
  leave(place, applyOutputPath(place, merged), state.Next, assigned);
}

/** Ends a state that has no result: its (effective) input goes on, by `OutputPath`, or `Output`. */
export async function passOn(place: Place, input: Json, shape: Shape, prefix = ''): Promise<void> {
  if (usesJsonata(place)) return concludeJsonata(place, shape, input, {}, prefix);
  const assigned = assignJsonpath(place, shape.Assign, input);
  leave(place, applyOutputPath(place, input), shape.Next, assigned);
}

/**
 * `Assign` and `Output` of JSONata see the same variables: those from before the state.
 * @param prefix where the shape stands in the state, such as `Choices[1]/`
 */
export async function concludeJsonata(
  place: Place,
  shape: Shape,
  fallback: Json,
  more: JsonObject,
  prefix = '',
): Promise<void> {
  const bindings = bindingsOf(place, more);
  const assigned = shape.Assign && ((await evaluateTemplate(shape.Assign, `${prefix}Assign`, bindings)) as JsonObject);
  const output =
    shape.Output === undefined ? fallback : await evaluateTemplate(shape.Output, `${prefix}Output`, bindings);
  leave(place, output, shape.Next, assigned);
}

/** `Assign` of JSONPath over a document. */
export const assignJsonpath = (place: Place, assign: JsonObject | undefined, document: Json): JsonObject | undefined =>
  assign && (fill(assign, scopeOf(place, document)) as JsonObject);

/** Puts a result into the raw input. @throws Failure `States.ResultPathMatchFailure` */
export function applyResultPath(input: Json, path: string | null | undefined, result: Json): Json {
  if (path === null) return input;
  if (path === undefined || path === '$') return result;
  try {
    return write(path, input, result);
  } catch (error) {
    if (!(error instanceof PathNotWritable)) throw error;
    throw new Failure(
      'States.ResultPathMatchFailure',
      `Unable to apply ReferencePath ${path} to input ${JSON.stringify(input)}`,
    );
  }
}

function applyOutputPath(place: Place, output: Json): Json {
  const path = place.state.OutputPath;
  if (path === undefined || path === '$') return output;
  if (path === null) return {};
  return follow(path, scopeOf(place, output));
}
