/** Publishing: a version is a copy of `$LATEST` that never changes again. */
import { AwsError, type Region } from '../../service.ts';
import { type Alias, type Functions, type FunctionVersion, key } from './functions.ts';

/**
 * Publishes `$LATEST`. As on AWS, when nothing has changed since the last version that version is the answer; so a
 * repeated publication is harmless. A given `codeSha256` must be that of `$LATEST`.
 */
export function publish(
  region: Region,
  functions: Functions,
  name: string,
  options: { description?: string | undefined; codeSha256?: string | undefined } = {},
): FunctionVersion {
  const latest = functions.resolve({ name });
  if (options.codeSha256 !== undefined && options.codeSha256 !== latest.codeSha256) {
    const message = `CodeSHA256 (${options.codeSha256}) is different from current CodeSHA256 in $LATEST (${latest.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`;
    throw new AwsError('InvalidParameterValueException', message);
  }
  const numbers = published(functions, name).map(({ version }) => Number(version));
  const last = Math.max(0, ...numbers);
  const previous = functions.versions.get(key(name, String(last)));
  if (previous && content(previous) === content(latest)) return previous;
  const version = String(last + 1);
  const description = options.description ?? latest.description;
  const made = { ...latest, version, description, revisionId: region.id(16), lastModified: region.clock.now() };
  functions.versions.put(key(name, version), made);
  return made;
}

/** All versions of a function but `$LATEST`, oldest first. */
export function published(functions: Functions, name: string): FunctionVersion[] {
  const all = functions.versions.list(key(name, '')).filter(({ version }) => version !== '$LATEST');
  return all.sort((one, other) => Number(one.version) - Number(other.version));
}

/** What makes a version differ from another. */
function content(fn: FunctionVersion): string {
  const { version, description, revisionId, lastModified, endpoint, tags, reservedConcurrency, ...rest } = fn;
  return JSON.stringify(rest);
}

/** Points an alias at a version, which must exist. */
export function pointAlias(functions: Functions, alias: Alias): Alias {
  functions.resolve({ name: alias.functionName, qualifier: alias.version });
  functions.aliases.put(key(alias.functionName, alias.name), alias);
  return alias;
}
