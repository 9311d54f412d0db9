/** Matching with IAM's wildcards: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */

/** `*` stands for any run of signs, `?` for one. */
export function globMatches(pattern: string, text: string, ignoreCase = false): boolean {
  if (pattern === '*') return true;
  return expression(pattern, ignoreCase).test(text);
}

const compiled = new Map<string, RegExp>();

function expression(pattern: string, ignoreCase: boolean): RegExp {
  const key = `${ignoreCase ? 'i' : 'c'}${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  const made = new RegExp(`^${source(pattern)}$`, ignoreCase ? 'is' : 's');
  compiled.set(key, made);
  return made;
}

/** A backslash before a wildcard, which policy variables put there, makes it a plain sign. */
const source = (pattern: string): string =>
  pattern.replaceAll(/\\([*?\\])|[*?]|[.+^${}()|[\]\\]/g, (sign, literal?: string) => {
    if (literal) return `\\${literal}`;
    return sign === '*' ? '.*' : sign === '?' ? '.' : `\\${sign}`;
  });

/**
 * ARNs match part by part, so that `*` in one of the first five does not reach over a colon; the sixth takes the rest.
 * A pattern with fewer parts is completed with wildcards.
 */
export function arnMatches(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const [patterns, parts] = [arnParts(pattern), arnParts(arn)];
  return parts.every((part, index) => globMatches(patterns[index] ?? '*', part));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
