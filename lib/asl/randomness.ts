import { createHash } from 'node:crypto';

/** Numbers and ids of one step, all derived from the seed that its event recorded: replaying gives the same. */
export interface Randomness {
  /** In [0, 1). */
  number(): number;
  uuid(): string;
  /** Lower-case hex. */
  hex(bytes: number): string;
}

export function randomness(seed: string): Randomness {
  let drawn = 0;
  const hex = (bytes: number): string => {
    let digits = '';
    while (digits.length < bytes * 2) digits += createHash('sha256').update(`${seed}:${drawn++}`).digest('hex');
    return digits.slice(0, bytes * 2);
  };
  return { hex, number: () => Number.parseInt(hex(6), 16) / 2 ** 48, uuid: () => uuid4(hex(16)) };
}

/** RFC 9562 version 4 from 32 hex digits. */
function uuid4(hex: string): string {
  const variant = ((Number.parseInt(hex[16] as string, 16) & 3) | 8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join(
    '-',
  );
}
