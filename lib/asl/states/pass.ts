import { conclude, passOn } from '../conclude.ts';
import { parametersOf, usesJsonata } from '../data.ts';
import type { StateKind } from './index.ts';

/** Passes its input on, or a fixed result, or what its fields make of the input. */
export const pass: StateKind = {
  attempt(place) {
    const { state, frame } = place;
    if (usesJsonata(place)) return passOn(place, frame.input, state);
    const input = parametersOf(place);
    return conclude(place, state.Result === undefined ? input : state.Result);
  },
};
