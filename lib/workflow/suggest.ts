/** Nobody misspells more than this; a hostile file has keys without end. */
const LONGEST = 200;
/** Names that are compared, at most, so that a thousand unknown names among a thousand others take no minute. */
const MOST = 200;

/** The one of `names` that was probably meant by `given`, or undefined if none is near enough to be worth saying. */
export function closest(given: string, names: Iterable<string>): string | undefined {
  if (given.length > LONGEST) return undefined;
  let best: string | undefined;
  let compared = 0;
  let least = Math.max(1, Math.floor(given.length / 3)) + 1;
  for (const name of names) {
    // The distance is at least what the one is longer than the other.
    if (Math.abs(name.length - given.length) >= least || ++compared > MOST) continue;
    const distance = editDistance(given.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** ` Did you mean …?` as a fix, or the list of what is allowed when it is short enough to read. */
export function suggestion(given: string, names: Iterable<string>): string | undefined {
  const all = [...names];
  const name = closest(given, all);
  if (name !== undefined) return `did you mean '${name}'?`;
  return all.length > 0 && all.length <= 12 ? `one of: ${all.join(', ')}` : undefined;
}

/** Optimal string alignment: insert, delete, replace, or swap two neighbours. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, rows[i - 2]![j - 2]! + 1);
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
