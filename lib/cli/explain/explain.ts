import type { Bounds } from '../../compile/bounds/bounds.ts';
import type { Permission } from '../../compile/permissions.ts';
import { PROOFS } from '../../compile/proofs/index.ts';
import type { Proved } from '../../compile/prove.ts';
import { RULES } from '../../workflow/checks/index.ts';
import { pointer } from '../../workflow/problem.ts';

/** What `explain --json` prints. An amount that nothing bounds is `null`, for JSON has no infinity. */
export interface Explained extends Bounds {
  name: string;
  version: string;
  /** Codes of the rules that hold, the ones over the file and the ones over what is emitted. */
  proved: string[];
  /** What each function may do, by its key, and where in the file that comes from (RFC 6901). */
  permissions: Record<string, { actions: string[]; on: string; because: string }[]>;
  /** Of the way on which nothing fails that has the most of them. */
  transitions: { ours: number; usual: number };
}

/** Undefined for a file that has errors. */
export function explain({
  compiled,
  bounds,
  permissions = {},
  problems,
}: Pick<Proved, 'compiled' | 'bounds' | 'permissions' | 'problems'>): Explained | undefined {
  if (!compiled || !bounds || problems.some(({ severity }) => severity === 'error')) return undefined;
  const { name, version } = compiled.program;
  const broken = new Set(problems.map(({ code }) => code));
  const proved = [...RULES, ...PROOFS].map(({ code }) => code).filter((code) => !broken.has(code));
  const longest = bounds.paths.toSorted((a, b) => b.transitions - a.transitions)[0];
  const transitions = { ours: longest?.transitions ?? 0, usual: longest?.usual ?? 0 };
  return {
    name,
    version,
    transitions,
    ...bounds,
    permissions: pointed(permissions),
    proved: proved.toSorted((a, b) => (a < b ? -1 : 1)),
  };
}

const pointed = (permissions: Readonly<Record<string, readonly Permission[]>>): Explained['permissions'] =>
  Object.fromEntries(
    Object.entries(permissions).map(([key, list]) => [
      key,
      list.map(({ because, ...rest }) => ({ ...rest, because: pointer(because) })),
    ]),
  );
