import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Clock, Random } from '../engine/ports.ts';

/** The real time and the real randomness: only here, so that everything else can be given others. */
export const clock: Clock = { now: () => Date.now(), sleep: (milliseconds) => setTimeout(milliseconds) };

export const random: Random = { bytes: (count) => randomBytes(count) };
