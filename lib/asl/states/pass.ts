import { conclude, passOn } from '../conclude.ts';
import { argumentsOf, usesJsonata } from '../data.ts';
import type { StateKind } from './index.ts';

/** Passes its input on, or a fixed result, or what its fields make of the input. */
export const pass: StateKind = {
  async attempt(place) {
    const { state, frame } = place;
    if (usesJsonata(place)) return passOn(place, frame.input, state);
    const input = await argumentsOf(place);
    return conclude(place, state.Result === undefined ? input : state.Result);
  },
};
