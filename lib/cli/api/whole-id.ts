import { Failure, UsageError } from '../command.ts';
import type { Api } from './connect.ts';

/** What is shown of an id on a screen: enough to give it to another command. Files and pipes get the whole of it. */
export const shortId = (id: string, width: number): string => (Number.isFinite(width) ? id.slice(0, 12) : id);

/** What an id that the user gave looks like, and where those that it may be the beginning of are listed. */
export interface Kind {
  name: 'run' | 'approval';
  whole: RegExp;
  pages: readonly [path: string, query: Record<string, string>][];
}

/** A whole id is taken as it is; a beginning is looked up among the newest. Throws where it fits none, or several. */
export async function wholeId(api: Api, given: string, { name, whole, pages }: Kind): Promise<string> {
  if (whole.test(given)) return given;
  if (!/^[0-9a-f.]+$/.test(given))
    throw new UsageError(`${JSON.stringify(given)} is no id of ${aOr(name)}; ${hint(name)}`);
  const fitting = new Set<string>();
  for (const [path, query] of pages) {
    const { items } = (await api.get(path, { ...query, limit: '100' })) as { items: { id: string }[] };
    for (const { id } of items) if (id.startsWith(given)) fitting.add(id);
  }
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined) throw new Failure(`none of the newest ${name}s begins with ${given}; ${hint(name)}`);
  throw new UsageError(`${fitting.size} ${name}s begin with ${given}; give more of the id:\n${list(fitting)}`);
}

const aOr = (name: string) => (name === 'approval' ? `an ${name}` : `a ${name}`);
const hint = (name: string) => `list them with: npx countersign ${name}s list`;
const list = (ids: ReadonlySet<string>) =>
  [...ids]
    .slice(0, 5)
    .map((id) => `  ${id}`)
    .join('\n');
