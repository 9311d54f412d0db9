import { PatternError } from './error.ts';

/** `*` stands for any characters, `\*` for a star, `\\` for a backslash. Linear in the length of the value. */
export function wildcard(glob: string, path: string): (value: string) => boolean {
  const [first = '', ...rest] = literals(glob, path);
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (!value.startsWith(first) || !value.endsWith(last)) return false;
    let from = first.length;
    for (const literal of rest) {
      const found = value.indexOf(literal, from);
      if (found < 0) return false;
      from = found + literal.length;
    }
    return from <= value.length - last.length;
  };
}

/** What stands between the stars. */
function literals(glob: string, path: string): string[] {
  const parts = [''];
  for (const [token] of glob.matchAll(/\\[*\\]|\*+|[^*\\]+|\\/g)) {
    if (token.startsWith('**')) throw new PatternError(path, 'consecutive wildcard characters are not allowed');
    if (token === '\\') throw new PatternError(path, 'a backslash in a wildcard escapes * or another backslash');
    if (token === '*') parts.push('');
    else parts[parts.length - 1] += token.startsWith('\\') ? token.slice(1) : token;
  }
  return parts;
}
