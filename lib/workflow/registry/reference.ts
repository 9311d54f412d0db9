import { NAME } from '../steps/common.ts';

/** A version of a schema of the registry, as a workflow names it: `schema:invoice@1.2.0`. */
export interface SchemaReference {
  name: string;
  version: string;
}

const FORM = /^schema:([^@]*)@(.*)$/;

/** Whether a text means a schema of the registry, and not a file. */
export const isSchemaReference = (text: string): boolean => text.startsWith('schema:');

/** Undefined for a text that is no reference. */
export function parseReference(text: string): SchemaReference | undefined {
  const [, name = '', version = ''] = FORM.exec(text) ?? [];
  return NAME.test(name) && parseVersion(version) ? { name, version } : undefined;
}

/**
 * The file that a step's `output` or `form` means: `schema:invoice@1.2.0` is `./schemas/invoice/1.2.0.schema.json`, and
 * any other text is the path of a file already.
 */
export function schemaFile(text: string): string {
  const reference = parseReference(text);
  return reference ? `./schemas/${reference.name}/${reference.version}.schema.json` : text;
}

export interface Version {
  major: number;
  minor: number;
  patch: number;
}

/** `1.2.0`, without labels of pre-releases; undefined for anything else (https://semver.org). */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch] = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text) ?? [];
  return patch === undefined ? undefined : { major: Number(major), minor: Number(minor), patch: Number(patch) };
}

export const compareVersions = (a: Version, b: Version): number =>
  a.major - b.major || a.minor - b.minor || a.patch - b.patch;
