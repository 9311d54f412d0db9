import { type Amount, either, NOTHING, repeated, sequence } from './amount.ts';
import { components, type Ways } from './flow.ts';

/** A machine, or a part of one, whose use is to be bounded. */
export interface Walk {
  ways: Ways;
  start: string;
  /** What one passage through a state uses, when it succeeds and when it has failed for good. */
  own(name: string, isCaught: boolean): Amount;
  /** Rounds, at most, of the cycle that these states lie on. */
  rounds(members: readonly string[]): number;
}

/** One stop on the way: a state, or a cycle with all its rounds. */
interface Stop {
  members: string[];
  entry: string;
  /** Of all rounds of a cycle. */
  rounds?: Amount;
}

/** What a run from the start to an end uses, whatever fails. Linear in the size of the machine. */
export function boundOf(walk: Walk): Amount {
  return toEnd(walk, new Set(walk.ways.keys()), walk.start, new Set());
}

function toEnd(walk: Walk, within: ReadonlySet<string>, entry: string, closed: ReadonlySet<string>): Amount {
  const known = new Map<string, Amount>();
  for (const stop of stopsOf(walk, within, entry, closed).reverse()) known.set(stop.entry, fromStop(walk, stop, known));
  return known.get(entry)!;
}

/** The stops in an order in which ways lead onwards only. */
function stopsOf(walk: Walk, within: ReadonlySet<string>, entry: string, closed: ReadonlySet<string>): Stop[] {
  return components(walk.ways, entry, within, closed).map((members) => stopOf(walk, members, entry));
}

function stopOf(walk: Walk, members: string[], start: string): Stop {
  const [only] = members;
  if (members.length === 1 && !walk.ways.get(only!)!.some(({ to }) => to === only)) return { members, entry: only! };
  const entry = members.includes(start) ? start : entryOf(walk, members);
  const once = toEnd(walk, new Set(members), entry, new Set([entry]));
  return { members, entry, rounds: repeated(once, { min: 1, max: walk.rounds(members) }) };
}

/** Where a cycle is entered from outside. Flows are made of nested lists of steps, so there is one such place. */
function entryOf(walk: Walk, members: readonly string[]): string {
  const inside = new Set(members);
  for (const [name, ways] of walk.ways) {
    if (inside.has(name)) continue;
    const way = ways.find(({ to }) => to !== undefined && inside.has(to));
    if (way) return way.to!;
  }
  throw new Error(`nothing leads to the states ${members.join(', ')}`);
}

function fromStop(walk: Walk, stop: Stop, known: ReadonlyMap<string, Amount>): Amount {
  const after = (to: string | undefined) => (to === undefined ? NOTHING : (known.get(to) ?? NOTHING));
  if (stop.rounds) {
    const exits = stop.members
      .flatMap((name) => walk.ways.get(name)!)
      .filter(({ to }) => !stop.members.includes(to ?? ''));
    return sequence(stop.rounds, either(...exits.map(({ to }) => after(to))));
  }
  const ways = walk.ways.get(stop.entry)!;
  return either(...ways.map(({ to, isCaught }) => sequence(walk.own(stop.entry, isCaught), after(to))));
}

/** One way through a machine on which nothing fails for good. */
export interface Way {
  /** Names of states; those of a cycle stand together. */
  states: string[];
  amount: Amount;
}

/** The ways from the start to one end, the first `most` of them, and how many more there are. */
export function waysThrough(walk: Walk, end: string, most: number): { ways: Way[]; more: number } {
  const stops = stopsOf(walk, new Set(walk.ways.keys()), walk.start, new Set());
  const byMember = new Map(stops.flatMap((stop) => stop.members.map((name) => [name, stop] as const)));
  const ways: Way[] = [];
  const go = (stop: Stop, states: string[], sofar: Amount): void => {
    if (ways.length >= most) return;
    const amount = sequence(sofar, stop.rounds ?? walk.own(stop.entry, false));
    const passed = [...states, ...stop.members];
    for (const to of onwards(walk, stop)) {
      const next = to === undefined ? undefined : byMember.get(to);
      if (next) go(next, passed, amount);
      else if (stop.entry === end && ways.length < most) ways.push({ states: passed, amount });
    }
  };
  go(byMember.get(walk.start)!, [], NOTHING);
  return { ways, more: Math.max(0, countOf(walk, end, stops, byMember) - ways.length) };
}

/** Where a stop leads without a failure. */
function onwards(walk: Walk, { members }: Stop): (string | undefined)[] {
  const ways = members.flatMap((name) => walk.ways.get(name)!);
  return [
    ...new Set(
      ways.filter(({ to, isCaught }) => !isCaught && !(to !== undefined && members.includes(to))).map(({ to }) => to),
    ),
  ];
}

function countOf(walk: Walk, end: string, stops: readonly Stop[], byMember: ReadonlyMap<string, Stop>): number {
  const counts = new Map<Stop, number>();
  for (const stop of stops.toReversed()) {
    const ways = onwards(walk, stop).map((to) =>
      to === undefined ? Number(stop.entry === end) : (counts.get(byMember.get(to)!) ?? 0),
    );
    counts.set(
      stop,
      ways.reduce((total, count) => total + count, 0),
    );
  }
  return counts.get(byMember.get(walk.start)!) ?? 0;
}
