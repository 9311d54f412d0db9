import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeBundle, type PolicyBundle } from './bundle.ts';

/** Reads `policies/`: the schema, one policy a file, and the lists under `data/`. Ids are the files' names. */
export function readPolicies(folder: string): PolicyBundle {
  return makeBundle({
    schema: readFileSync(join(folder, 'platform.cedarschema'), 'utf8'),
    policies: readAll(folder, '.cedar', (text) => text),
    data: readAll(join(folder, 'data'), '.txt', readList),
  });
}

function readAll<T>(folder: string, ending: string, read: (text: string) => T): Record<string, T> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort();
  return Object.fromEntries(
    names.map((name) => [basename(name, ending), read(readFileSync(join(folder, name), 'utf8'))]),
  );
}

/** One item a line; `#` begins a remark. */
const readList = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
