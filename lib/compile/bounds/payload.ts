import type { Model } from '../../workflow/model.ts';
import { hasOutput, outputOf } from '../../workflow/outputs.ts';
import { inlineOf } from '../../workflow/payloads.ts';
import { sizeOf } from '../../workflow/sizes/size.ts';
import { CLAIMING, travelOf } from '../../workflow/travel/limits.ts';
import type { PayloadBounds } from './bounds.ts';

/** What travels in a run at most. A variable is what a step gives: a loop assigns it anew, and a map's is its list. */
export function payloadOf(model: Model): PayloadBounds {
  const { parcels, bytesOf, carried } = travelOf(model);
  const steps = model.places.map(({ step }) => step).filter(hasOutput);
  const outputs = steps.map(({ id }) => carried(id));
  const claimed = steps.filter(
    (step) => CLAIMING.has(step.kind) && sizeOf(outputOf(step, model)).max > inlineOf(step.id, model),
  );
  return {
    largest: Math.max(0, ...parcels.map(bytesOf), ...outputs),
    variables: outputs.reduce((sum, bytes) => sum + bytes, 0),
    claims: Object.fromEntries(claimed.map(({ id }) => [id, inlineOf(id, model)])),
  };
}
