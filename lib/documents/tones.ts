/** How often each of the 256 tones occurs. */
export function histogram(data: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value]!++;
  return counts;
}

/** The tone below which `rank` of the counted pixels lie. */
export function percentile(counts: Uint32Array, rank: number): number {
  let sum = 0;
  for (let value = 0; value < 256; value++) {
    sum += counts[value]!;
    if (sum >= rank) return value;
  }
  return 255;
}
