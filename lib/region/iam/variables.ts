/** Policy variables: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
import type { Context } from './context.ts';

/**
 * The pattern with `${key}` and `${key, 'default'}` replaced from the context; undefined when one has no value.
 * Wildcards in what is put in are marked with a backslash, since they stand for themselves.
 */
export function substitute(pattern: string, context: Context): string | undefined {
  let missing = false;
  const text = pattern.replaceAll(/\$\{([^},]+)(?:,\s*'([^']*)')?\s*\}/g, (_all, key: string, fallback?: string) => {
    if (['*', '?', '$'].includes(key)) return plain(key);
    const [value = fallback, ...more] = context.get(key.trim()) ?? [];
    // A key with many values cannot be a variable.
    if (value === undefined || more.length > 0) missing = true;
    return plain(value ?? '');
  });
  return missing ? undefined : text;
}

const plain = (text: string): string => text.replaceAll(/[*?\\]/g, '\\$&');
