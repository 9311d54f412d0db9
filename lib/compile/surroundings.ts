import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Surroundings } from '../workflow/check.ts';
import { isRecord } from '../workflow/data.ts';
import type { Directory } from '../workflow/directory.ts';

/** Where the people and roles of a deployment stand, in the folder that holds `statemachines/`. */
const DIRECTORY = join('policies', 'directory.yaml');

/** What is known of the deployment that a workflow belongs to: the directory of the nearest folder around it that has one. */
export function surroundingsOf(folder: string): Surroundings {
  const file = join(resolve(folder), DIRECTORY);
  if (existsSync(file)) return { directory: read(file) };
  const parent = dirname(resolve(folder));
  return parent === resolve(folder) ? {} : surroundingsOf(parent);
}

/** Its form is the business of lib/policy, which says more about it; here only people and their roles count. */
function read(file: string): Directory {
  const data: unknown = parse(readFileSync(file, 'utf8'));
  const people = isRecord(data) && Array.isArray(data.people) ? data.people.filter(isRecord) : [];
  return {
    people: people.map(({ id, roles, delegate }) => ({
      id: String(id),
      roles: Array.isArray(roles) ? roles.map(String) : [],
      ...(typeof delegate === 'string' && { delegate }),
    })),
  };
}
