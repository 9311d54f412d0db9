const SHORT = /^(\d+)([smhd])$/;
// ISO 8601 without years and months, whose length is not fixed.
const ISO = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNIT = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const ISO_UNITS = [604_800, 86_400, 3600, 60, 1];

/** Step Functions takes no timeout or wait beyond this (one year and a bit). */
export const LONGEST = 99_999_999;

/**
 * Whole seconds of `90s`, `5m`, `2h`, `3d`, or an ISO 8601 duration of weeks, days, hours, minutes and seconds.
 * Undefined if the text is neither, is zero, or is longer than a state may wait.
 */
export function parseDuration(text: string): number | undefined {
  const total = parseShort(text) ?? parseIso(text);
  return total !== undefined && total > 0 && total <= LONGEST ? total : undefined;
}

/** As `parseDuration`, for text that has passed the schema. Throws on any other. */
export function seconds(text: string): number {
  const total = parseDuration(text);
  if (total === undefined)
    throw new Error(`'${text}' is not a duration: the workflow was not checked before it was compiled`);
  return total;
}

function parseShort(text: string): number | undefined {
  const match = SHORT.exec(text);
  return match ? Number(match[1]) * UNIT[match[2] as keyof typeof UNIT] : undefined;
}

function parseIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match || text.endsWith('T') || text === 'P') return undefined;
  return ISO_UNITS.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0);
}
