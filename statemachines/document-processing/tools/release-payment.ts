import { payables } from '../../../lib/aws/payables.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { readReservation, unknownReservation } from './reservation.ts';

interface Input {
  reservation: string;
  reason: string;
}

/** Releases a reservation. Releasing it twice is releasing it once. */
export async function release({ input }: EffectCall<Input>, books = payables): Promise<{ released: boolean }> {
  const released = await books.release(readReservation(input.reservation), input.reason);
  if (!released) throw unknownReservation(input.reservation);
  return { released };
}

export const handler = defineTool({ effect: (call: EffectCall<Input>) => release(call) });
