import type { HistoryEvent } from '../../../asl/events.ts';

/** The first events that `fits` wants out of the journal's rows, at most so many; rows hold them in their order. */
export function pageOf(
  rows: Iterable<unknown>,
  fits: (id: number) => boolean,
  most: number,
  reverse: boolean,
): HistoryEvent[] {
  const page: HistoryEvent[] = [];
  for (const row of rows) {
    const made = JSON.parse((row as { history: string }).history) as HistoryEvent[];
    for (const event of reverse ? made.reverse() : made) if (fits(event.id)) page.push(event);
    if (page.length >= most) break;
  }
  return page.slice(0, most);
}
