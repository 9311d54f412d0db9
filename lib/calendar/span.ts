/** Opening hours within a day, in minutes from midnight on the clock on the wall; `to` is not in it. */
export interface Span {
  from: number;
  to: number;
}

const SPAN = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Reads `09:00-17:00`; undefined if it is no span, or is empty. The end of the day is `24:00`. */
export function parseSpan(text: string): Span | undefined {
  const match = SPAN.exec(text);
  if (!match) return undefined;
  const from = Number(match[1]) * 60 + Number(match[2]);
  const to = match[3] === undefined ? 24 * 60 : Number(match[3]) * 60 + Number(match[4]);
  return from < to ? { from, to } : undefined;
}
