/** A supplier as documents name it. */
export interface Supplier {
  name?: string | null;
  country?: string | null;
}

/** A name as lists and books spell it: upper case, letters and digits, single spaces, no accents. */
export const spell = (name: string | null | undefined): string =>
  (name ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
