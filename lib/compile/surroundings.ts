import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { isRecord } from '../workflow/data.ts';
import type { Directory } from '../workflow/directory.ts';
import { type Prices, prices } from './bounds/prices.ts';
import type { Deployment } from './prove.ts';

/** Where people, roles and prices of a deployment stand, in the folder that holds `statemachines/`. */
const POLICIES = 'policies';
const DIRECTORY = 'directory.yaml';
const PRICES = 'prices.yaml';

/** What is known of the deployment that a workflow belongs to: by the nearest folder around it that knows something. */
export function surroundingsOf(folder: string): Deployment {
  const [people, costs] = [DIRECTORY, PRICES].map((name) => join(resolve(folder), POLICIES, name)) as [string, string];
  const found = {
    ...(existsSync(people) && { directory: read(people) }),
    ...(existsSync(costs) && { prices: readPrices(costs) }),
  };
  const parent = dirname(resolve(folder));
  return Object.keys(found).length > 0 || parent === resolve(folder) ? found : surroundingsOf(parent);
}

/** Throws where the table is not one: a wrong price is a gate that does not hold. */
function readPrices(file: string): Prices {
  const parsed = prices.safeParse(parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} is no table of prices:\n${z.prettifyError(parsed.error)}`);
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
