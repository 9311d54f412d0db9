import { edgesOf } from '../workflow/graph.ts';
import { type Place, placesBelow, type Scope } from '../workflow/scopes.ts';

/**
 * Cuts a list of steps into stretches that each fit, as long as they can be. A stretch is entered at its first step
 * only; it may be left from anywhere. What is smaller alone than the call of a part stays where it is.
 */
export function stretchesOf(scope: Scope, events: ReadonlyMap<Place, number>, cut: number, most: number): Place[][] {
  const stretches: Place[][] = [];
  for (let from = 0; from < scope.places.length; ) {
    let to = from + 1;
    for (
      let end = to + 1;
      end <= scope.places.length && fits(scope.places.slice(from, end), events, cut, most);
      end += 1
    )
      if (isEnteredAtFirst(scope, from, end)) to = end;
    stretches.push(scope.places.slice(from, to));
    from = to;
  }
  return stretches.filter((places) => places.length > 1 || places[0]!.inner.length > 0);
}

function fits(places: Place[], events: ReadonlyMap<Place, number>, cut: number, most: number): boolean {
  const total = places.reduce((sum, place) => sum + events.get(place)!, 0);
  const steps = places.reduce((sum, place) => sum + 1 + place.inner.flatMap(placesBelow).length, 0);
  return total <= cut && steps <= most;
}

/** True if nothing outside of the stretch leads into the middle of it. */
function isEnteredAtFirst({ places, byId }: Scope, from: number, to: number): boolean {
  const outside = places.filter((_, index) => index < from || index >= to);
  const targets = outside.flatMap((place) => edgesOf(place).map((edge) => byId.get(edge.to)?.index ?? -1));
  return !targets.some((index) => index > from && index < to);
}
