import type { Draft } from './generate.ts';

type Path = (string | number)[];

/**
 * The least of a draft that still shows what `shows` looks for: whatever can be left out is left out, the largest
 * first, and a step that holds steps gives way to them.
 */
export async function shrink(draft: Draft, shows: (draft: Draft) => Promise<boolean>): Promise<Draft> {
  let least = draft;
  for (let before: Draft | undefined; before !== least; ) {
    before = least;
    for (const path of pathsOf(least)) {
      for (const smaller of smallerThan(least, path)) if (await shows(smaller)) least = smaller;
    }
  }
  return least;
}

/** Outermost first; the last of a list first, so that the others keep their places. */
const pathsOf = (draft: Draft): Path[] => [...pathsIn(draft, [])].reverse().sort((a, b) => a.length - b.length);

function* pathsIn(value: unknown, path: Path): Generator<Path> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, member] of Object.entries(value)) yield* pathsIn(member, [...path, isList ? Number(key) : key]);
}

/** Without a member, and with what it holds in its place. */
function* smallerThan(draft: Draft, path: Path): Generator<Draft> {
  const last = path.at(-1)!;
  const without = structuredClone(draft);
  const holder = at(without, path.slice(0, -1));
  if (typeof holder !== 'object' || holder === null || !(last in holder)) return;
  if (!Array.isArray(holder)) {
    delete (holder as Draft)[last];
    yield without;
    return;
  }
  holder.splice(Number(last), 1);
  yield without;
  const opened = structuredClone(draft);
  const held = stepsIn(at(opened, path));
  if (held.length === 0) return;
  (at(opened, path.slice(0, -1)) as unknown[]).splice(Number(last), 1, ...held);
  yield opened;
}

const at = (draft: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (value as Draft | undefined)?.[key], draft);

function stepsIn(value: unknown): unknown[] {
  const { steps, branches } = (value ?? {}) as { steps?: unknown[]; branches?: { steps: unknown[] }[] };
  return branches?.flatMap((branch) => branch.steps) ?? steps ?? [];
}
