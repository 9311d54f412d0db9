/** What a benchmark says: medians of repeated measurements, and how they stand to a peer measured in the same run. */

export interface Spread {
  median: number;
  p95: number;
  n: number;
}

/** Measured values of one thing, in the order of the rounds. */
export interface Series {
  name: string;
  values: readonly number[];
}

export interface Figure extends Spread {
  name: string;
  /** `s`, `ms`, `CPU s`, `CPU ms`, `per minute` */
  unit: string;
  peer?: Spread & { name: string };
  /** This divided by its peer, round by round: the median, so that a machine that slows down slows both. */
  ratio?: number;
}

/** Throws RangeError when there are no values: no figure is better than an invented one. */
export function spread(values: readonly number[]): Spread {
  return { median: percentile(values, 0.5), p95: percentile(values, 0.95), n: values.length };
}

/** Between the two nearest ranks, as spreadsheets and most statistics packages do it. */
export function percentile(values: readonly number[], part: number): number {
  if (values.length === 0) throw new RangeError('no values were measured');
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}

/** With as many rounds of the peer, the ratio is of pairs; otherwise it is of the medians. */
export function figure({ name, values }: Series, unit: string, peer?: Series): Figure {
  const own = { name, unit, ...spread(values) };
  if (!peer) return own;
  const pairs = values.map((value, round) => value / peer.values[round]!);
  const other = { name: peer.name, ...spread(peer.values) };
  const ratio = values.length === peer.values.length ? percentile(pairs, 0.5) : own.median / other.median;
  return { ...own, peer: other, ratio };
}

/** `first start: 9.81 s (p95 11.2, n 3), 14 × node that imports aws-cdk-lib and esbuild (0.70 s)` */
export function line({ name, unit, median, p95, n, peer, ratio }: Figure): string {
  const own = `${name}: ${short(median)} ${unit} (p95 ${short(p95)}, n ${n})`;
  if (!peer || ratio === undefined) return own;
  return `${own}, ${short(ratio)} × ${peer.name} (${short(peer.median)} ${unit})`;
}

const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
