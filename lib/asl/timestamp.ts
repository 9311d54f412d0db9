const EXTENDED_OFFSET = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds since the epoch of an ISO 8601 time with an offset, or undefined when the text is not one. */
export function parseTimestamp(text: string): number | undefined {
  const parts = EXTENDED_OFFSET.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
  const local = new Date(Date.UTC(year!, month! - 1, day, hour, minute, second));
  const rolled = local.getUTCMonth() !== month! - 1 || local.getUTCDate() !== day;
  if (rolled || hour! > 23 || minute! > 59 || second! > 59) return undefined;
  return local.getTime() + Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3)) - offsetOf(parts[8] as string);
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours, minutes] = zone.slice(1).split(':').map(Number) as [number, number];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
