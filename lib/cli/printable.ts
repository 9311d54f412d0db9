/** Each character as one column: tabs as one blank, control characters, which could steer the terminal, as a mark. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters from a file must not reach the terminal
  return text.replaceAll('\t', ' ').replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '·');
}

/** At most so many columns; what was cut off shows as `…`. */
export const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

/** Lines of at most `width` columns, broken between words; the first begins with `lead`, the others as far in. */
export function wrap(text: string, width: number, lead = ''): string {
  const room = width - lead.length;
  const lines = [''];
  for (const word of printable(text).split(' ')) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lead + lines.join(`\n${' '.repeat(lead.length)}`);
}
