import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Person, readDirectory } from '../../policy/directory.ts';
import { sourceTree } from '../source-tree.ts';

/** As many people of the directory as a greeting has room for. */
export function somePeople(): Person[] {
  const text = readFileSync(join(sourceTree(), 'policies/directory.yaml'), 'utf8');
  return readDirectory(parse(text)).people.slice(0, 6);
}
