/**
 * `node print.ts <module>`: writes what the module defines to file descriptor 3, as JSON (`Printed`). A process of its
 * own, so that whoever reads a workflow can do it without waiting, and reads the file as it stands now.
 */
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type CallSite, siteOf } from './call-site.ts';

/** A workflow as data, and where its parts were written: call sites in the module by JSON Pointer; or why there is none. */
export type Printed =
  | { workflow: unknown; sites: Record<string, Position>; error?: undefined }
  | { error: { message: string } & Partial<Position> };
type Position = Pick<CallSite, 'line' | 'column'>;

const [, , path = ''] = process.argv;
const url = pathToFileURL(path).href;
async function print(): Promise<Printed> {
  try {
    const { workflow } = (await import(url)) as { workflow?: unknown };
    if (workflow !== undefined) return { workflow, sites: Object.fromEntries(sitesIn(workflow, '')) };
    return {
      error: { message: "the module exports no 'workflow'; write: export const workflow = defineWorkflow({…})" },
    };
  } catch (error) {
    return { error: { message: messageOf(error), ...positionIn(error) } };
  }
}

function* sitesIn(value: unknown, pointer: string): Generator<[string, Position]> {
  if (typeof value !== 'object' || value === null) return;
  const { file, ...position } = siteOf(value) ?? {};
  if (file === url || file === path) yield [pointer, position as Position];
  for (const [key, member] of Object.entries(value)) yield* sitesIn(member, `${pointer}/${escaped(key)}`);
}

/** RFC 6901. */
const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Where in the module it happened. */
function positionIn(error: unknown): Partial<Position> {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const [, rest = ''] = stack.split(stack.includes(url) ? url : path);
  const [, line, column] = /^:(\d+)(?::(\d+))?/.exec(rest) ?? [];
  return line === undefined ? {} : { line: Number(line), column: Number(column ?? 1) };
}

writeSync(3, JSON.stringify(await print()));
