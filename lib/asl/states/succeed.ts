import { passOn } from '../conclude.ts';
import { effectiveInput } from '../data.ts';
import type { StateKind } from './index.ts';

/** Ends its thread well. */
export const succeed: StateKind = {
  attempt: (place) => passOn(place, effectiveInput(place), { Output: place.state.Output }),
};
