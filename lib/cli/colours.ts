const CODES = { red: 31, yellow: 33, blue: 34, cyan: 36, bold: 1, dim: 2 } as const;

export type Paint = (style: keyof typeof CODES, text: string) => string;

/** Paints with ANSI codes, or leaves the text as it is. */
export function painter(enabled: boolean): Paint {
  return (style, text) => (enabled ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
}
