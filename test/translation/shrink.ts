import { isDeepStrictEqual } from 'node:util';
import type { Draft } from './generate.ts';

type Path = (string | number)[];

/**
 * The least of a draft that still shows what `shows` looks for: whatever can be left out is left out, the largest
 * first, and a step that holds steps gives way to them.
 */
export async function shrink(draft: Draft, shows: (draft: Draft) => Promise<boolean>): Promise<Draft> {
  for (const smaller of smallerThan(draft)) if (await shows(smaller)) return shrink(smaller, shows);
  return draft;
}

function* smallerThan(draft: Draft): Generator<Draft> {
  const paths = [...pathsIn(draft, [])].sort((a, b) => a.length - b.length);
  for (const path of paths) {
    yield changed(draft, path, () => []);
    yield changed(draft, path, (value) => listsIn(value).flat());
  }
}

/** The lists of steps that a step holds. */
function listsIn(value: unknown): unknown[][] {
  const { steps, branches } = (value ?? {}) as { steps?: unknown[]; branches?: { steps: unknown[] }[] };
  const held = branches?.map((branch) => branch.steps) ?? (steps ? [steps] : []);
  return held.length > 0 ? held : [[value]];
}

function* pathsIn(value: unknown, path: Path): Generator<Path> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries(value)) yield* pathsIn(member, [...path, isList ? Number(key) : key]);
}

/** A copy in which a member has given way to others: to none, or in a list to some. */
function changed(draft: Draft, path: Path, by: (value: unknown) => unknown[]): Draft {
  const copy = structuredClone(draft);
  const holder = path.slice(0, -1).reduce<unknown>((value, key) => (value as Draft)[key], copy);
  const last = path.at(-1)!;
  if (Array.isArray(holder)) holder.splice(Number(last), 1, ...by(holder[Number(last)]));
  else if (isDeepStrictEqual(by((holder as Draft)[last]), [])) delete (holder as Draft)[last];
  return copy;
}
