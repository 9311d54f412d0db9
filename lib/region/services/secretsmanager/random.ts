import type { Region } from '../../service.ts';

/** Evenly random integers below a bound, from the region's randomness: values that would favour some are thrown away. */
export function picker(region: Region): (below: number) => number {
  return (below) => {
    const fair = 2 ** 32 - (2 ** 32 % below);
    for (;;) {
      const value = Number.parseInt(region.id(4), 16);
      if (value < fair) return value % below;
    }
  };
}
