import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Change, changes, compatible, type Mode } from '../compatibility/changes.ts';
import { parseVersion, type Version } from './reference.ts';
import type { RegisteredSchema, Registry, RegistryProblem, SchemaVersion } from './registry.ts';

/**
 * Everything that is wrong with a registry: the folder, schemas that are none, and versions that break what is promised.
 *
 * Within a major version each version keeps the declared compatibility with the one before, and one that accepts other
 * values is at least a minor one. Before 1.0.0 a minor version may break (https://semver.org/#spec-item-4).
 */
export function checkRegistry({ schemas, problems }: Registry): RegistryProblem[] {
  return [...problems, ...[...schemas.values()].flatMap((schema) => [...checkSchema(schema)])];
}

function* checkSchema({ name, compatibility, versions }: RegisteredSchema): Generator<RegistryProblem> {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
  for (const { schema, path } of versions) {
    const { $schema: _, ...rest } = schema;
    if (ajv.validateSchema(rest)) continue;
    const message = `not a JSON Schema: ${ajv.errorsText(ajv.errors, { dataVar: '' })}`;
    yield { code: 'invalid-json-schema', severity: 'error', file: path, message };
  }
  for (const [index, next] of versions.slice(1).entries())
    yield* checkStep(name, versions[index]!, next, compatibility);
}

function* checkStep(name: string, old: SchemaVersion, next: SchemaVersion, mode: Mode): Generator<RegistryProblem> {
  const [from, to] = [parseVersion(old.version)!, parseVersion(next.version)!];
  const { breaking } = compatible(old.schema, next.schema, mode);
  const at = { severity: 'error', file: next.path } as const;
  if (!mayBreak(from, to)) {
    for (const change of breaking)
      yield {
        ...at,
        code: 'incompatible-version',
        message: broken(name, old, next, mode, change),
        fix: `call it ${breakingVersion(from)}, or take the change back`,
      };
  }
  const values = changes(old.schema, next.schema).filter(({ kind }) => kind !== 'words');
  if (values.length === 0 || breaking.length > 0 || from.major !== to.major || from.minor !== to.minor) return;
  const message = `${name} ${next.version} accepts other values than ${old.version}, which a patch does not: ${inWords(values[0]!)}`;
  yield { ...at, code: 'version-bump', message, fix: `call it ${from.major}.${from.minor + 1}.0` };
}

const mayBreak = (from: Version, to: Version): boolean =>
  from.major !== to.major || (from.major === 0 && from.minor !== to.minor);

const breakingVersion = ({ major, minor }: Version): string => (major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`);

function broken(name: string, old: SchemaVersion, next: SchemaVersion, mode: Mode, change: Change): string {
  const promise = mode === 'full' ? 'fully' : mode;
  return `${name} ${next.version} is not ${promise} compatible with ${old.version}: ${inWords(change)}`;
}

const inWords = ({ path, message }: Change): string =>
  path.length === 0 ? message : `at '${path.join('.')}' ${message}`;
