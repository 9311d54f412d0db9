import type { ProgramStep } from '../compile/program.ts';
import { Terminal } from '../engine/errors.ts';
import { APPROVAL_PREFIX, runPartition } from '../engine/keys.ts';
import type { Ledger } from '../engine/ports.ts';
import { type Directory, type Person, peopleIn } from '../policy/directory.ts';
import { type ApprovalRow, type Barred, decisionOf } from './row.ts';

/** Separation of duties: who has had a hand in something does not decide on it, nor does whoever stands in for them. */

interface Asked {
  tenant: string;
  run: string;
  /** `initiator`, and steps whose doer may not decide. */
  separateFrom: readonly string[];
  initiator?: string;
}

/** Who is barred from an approval, as far as it is known when it is opened: the steps before it are over by then. */
export async function barredFrom(
  ledger: Pick<Ledger, 'list'>,
  steps: Readonly<Record<string, Pick<ProgramStep, 'owner'>>>,
  { tenant, run, separateFrom, initiator }: Asked,
): Promise<Barred[]> {
  if (separateFrom.length === 0) return [];
  const approvals = (await ledger.list(runPartition(tenant, run), APPROVAL_PREFIX)) as ApprovalRow[];
  const of = (from: string): Barred[] => {
    if (from === 'initiator') return initiator === undefined ? [] : [{ from, person: initiator }];
    const role = steps[from]?.owner;
    const decided = approvals.filter(({ step }) => step === from).flatMap((row) => decisionOf(row)?.by ?? []);
    return [...(role === undefined ? [] : [{ from, role }]), ...decided.map((person) => ({ from, person }))];
  };
  return separateFrom.flatMap(of);
}

/** Why somebody may not decide, as a sentence; undefined if nothing bars them. */
export function whyBarred(
  barred: readonly Barred[],
  directory: Directory,
  { id }: Pick<Person, 'id'>,
): string | undefined {
  const delegate = (of: string) => directory.people.find((person) => person.id === of)?.delegate;
  for (const each of barred) {
    const doers = each.role === undefined ? [each.person!] : peopleIn(directory, each.role).map((person) => person.id);
    if (doers.includes(id)) return DID[kindOf(each)](each);
    if (doers.some((doer) => delegate(doer) === id || delegate(id) === doer)) return STANDS_IN[kindOf(each)](each);
  }
  return undefined;
}

const kindOf = ({ from, role }: Barred): 'initiator' | 'owner' | 'decider' =>
  from === 'initiator' ? 'initiator' : role === undefined ? 'decider' : 'owner';

const DID = {
  initiator: () => 'They have started this run themselves.',
  decider: ({ from }: Barred) => `They have decided ${from} of this run.`,
  owner: ({ from, role }: Barred) => `They answer for the agent of ${from}, as ${role}.`,
};

const STANDS_IN = {
  initiator: () => 'They stand in for whoever has started this run, or the other way round.',
  decider: ({ from }: Barred) => `They stand in for whoever has decided ${from} of this run, or the other way round.`,
  owner: ({ from }: Barred) =>
    `They stand in for somebody who answers for the agent of ${from}, or the other way round.`,
};

/** The people of a role who may decide. */
export const eligibleIn = (directory: Directory, role: string, barred: readonly Barred[] = []): Person[] =>
  peopleIn(directory, role).filter((person) => whyBarred(barred, directory, person) === undefined);

/** Throws Terminal `NoEligibleApprover` where nobody of all who would ever be asked may decide. */
export function mustHaveEligible(
  directory: Directory,
  row: Pick<ApprovalRow, 'step' | 'roles' | 'escalations' | 'barred'>,
): void {
  const roles = [...row.roles, ...row.escalations.map(({ role }) => role)];
  if (roles.some((role) => eligibleIn(directory, role, row.barred).length > 0)) return;
  const kept = [...new Set(row.barred?.map(({ from }) => from))].join(', ');
  const why = kept ? `; all of them had a hand in ${kept}` : '';
  throw new Terminal(`nobody of ${roles.join(', ')} may decide ${row.step}${why}`, 'NoEligibleApprover');
}
