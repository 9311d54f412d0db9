import { parse } from 'yaml';
import { MODES, type Mode } from '../compatibility/changes.ts';
import { isRecord } from '../data.ts';
import type { Files } from '../files.ts';
import type { Problem } from '../problem.ts';
import { type JsonSchema, NAME } from '../steps/common.ts';
import { suggestion } from '../suggest.ts';
import { compareVersions, parseReference, parseVersion } from './reference.ts';

/** The schemas that workflows share: `schemas/<name>/<version>.schema.json`, and what their versions promise. */
export interface Registry {
  schemas: ReadonlyMap<string, RegisteredSchema>;
  /** What is wrong with the folder. The versions themselves are compared by `checkRegistry`. */
  problems: readonly RegistryProblem[];
}

export interface RegisteredSchema {
  name: string;
  /** Of each version to the one before, within a major version. */
  compatibility: Mode;
  /** The oldest first. */
  versions: readonly SchemaVersion[];
}

export interface SchemaVersion {
  version: string;
  /** Its file. */
  path: string;
  schema: JsonSchema;
}

export interface RegistryProblem extends Pick<Problem, 'code' | 'severity' | 'message' | 'fix'> {
  /** The file that is wrong. */
  file: string;
}

export const FOLDER = './schemas';
export const REGISTRY_FILE = `${FOLDER}/registry.yaml`;

/** @param paths of all files below `schemas/`, as `files` names them: `./schemas/invoice/1.0.0.schema.json` */
export function readRegistry(files: Files, paths: readonly string[]): Registry {
  const problems: RegistryProblem[] = [];
  const report = (file: string, message: string, fix?: string) =>
    problems.push({ code: 'registry', severity: 'error', file, message, ...(fix && { fix }) });
  const promises = readPromises(files, report);
  const found = paths.filter((path) => path !== REGISTRY_FILE).flatMap((path) => versionAt(path, files, report));
  const schemas = new Map<string, RegisteredSchema>();
  for (const name of new Set([...promises.keys(), ...found.map((each) => each.name)])) {
    const versions = found.filter((each) => each.name === name).sort((a, b) => compareVersions(a.number, b.number));
    if (versions.length === 0)
      report(REGISTRY_FILE, `'${name}' has no version`, `add ${FOLDER}/${name}/1.0.0.schema.json`);
    else if (!promises.has(name))
      report(
        versions[0]!.path,
        `'${name}' is not in ${REGISTRY_FILE}`,
        `add '${name}: { compatibility: backward }' there`,
      );
    schemas.set(name, {
      name,
      compatibility: promises.get(name) ?? 'none',
      versions: versions.map(({ version, path, schema }) => ({ version, path, schema })),
    });
  }
  return { schemas, problems };
}

type Report = (file: string, message: string, fix?: string) => void;

function readPromises(files: Files, report: Report): Map<string, Mode> {
  const promises = new Map<string, Mode>();
  if (!files.exists(REGISTRY_FILE)) {
    report(REGISTRY_FILE, 'this file is missing', 'list each schema in it: <name>: { compatibility: backward }');
    return promises;
  }
  for (const [name, entry] of Object.entries(readYaml(files.read(REGISTRY_FILE), report))) {
    const promised = isRecord(entry) ? entry.compatibility : undefined;
    if (isMode(promised)) promises.set(name, promised);
    else
      report(
        REGISTRY_FILE,
        `'${name}' has no compatibility`,
        `write '${name}: { compatibility: … }' with one of ${MODES.join(', ')}`,
      );
  }
  return promises;
}

const isMode = (value: unknown): value is Mode => (MODES as readonly unknown[]).includes(value);

function readYaml(text: string, report: Report): Record<string, unknown> {
  try {
    const value: unknown = parse(text, { maxAliasCount: 0, logLevel: 'error' }) ?? {};
    if (isRecord(value)) return value;
    report(REGISTRY_FILE, 'this holds no schemas: an object by name is needed');
  } catch (error) {
    report(REGISTRY_FILE, `this is not YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  return {};
}

function versionAt(path: string, files: Files, report: Report) {
  const [, name = '', version = ''] = /^\.\/schemas\/([^/]+)\/([^/]+)\.schema\.json$/.exec(path) ?? [];
  const number = parseVersion(version);
  if (!NAME.test(name) || !number) {
    report(path, 'a schema lies at schemas/<name>/<version>.schema.json, such as schemas/invoice/1.0.0.schema.json');
    return [];
  }
  try {
    const schema: unknown = JSON.parse(files.read(path));
    if (isRecord(schema)) return [{ name, version, number, path, schema: schema as JsonSchema }];
    report(path, 'this holds no schema: an object is needed');
  } catch (error) {
    report(path, `this is not JSON: ${(error as Error).message}`);
  }
  return [];
}

/** What a reference leads to, or why it leads nowhere. */
export type Resolved =
  | { schema: JsonSchema; problem?: undefined }
  | { problem: { message: string; fix?: string }; schema?: undefined };

/** @param reference `schema:invoice@1.2.0` */
export function resolveReference(reference: string, { schemas }: Registry): Resolved {
  const parsed = parseReference(reference);
  if (!parsed)
    return lost(
      `'${reference}' is no reference to a schema`,
      'write schema:<name>@<version>, such as schema:invoice@1.0.0',
    );
  const registered = schemas.get(parsed.name);
  if (!registered) return lost(`there is no schema '${parsed.name}'`, suggestion(parsed.name, schemas.keys()));
  const found = registered.versions.find(({ version }) => version === parsed.version);
  if (found) return { schema: found.schema };
  const known = registered.versions.map(({ version }) => version);
  return lost(`'${parsed.name}' has no version ${parsed.version}`, `one of: ${known.join(', ')}`);
}

const lost = (message: string, fix: string | undefined): Resolved => ({ problem: { message, ...(fix && { fix }) } });
