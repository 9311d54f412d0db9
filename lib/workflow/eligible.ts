import type { Directory } from './directory.ts';
import type { Model } from './model.ts';
import type { Place } from './scopes.ts';
import type { ApprovalStep } from './steps/approval.ts';

/** A way in which the people around an approval may be cast that leaves nobody to decide it. */
export interface Casting {
  /** Who does what, in words: `p-anna decides 'review'`. */
  who: string[];
}

/** What the directory says of one approval. */
export interface Eligibility {
  /** Asked for and held by nobody. */
  emptyRoles: string[];
  /** Castings that leave nobody, of all that there are. */
  dead: Casting[];
  castings: number;
}

/** Castings that are tried at most: beyond, the answer is about those. */
const MOST = 5000;

/** Whether somebody may decide an approval, whoever the others were from whom it is to be separate. */
export function eligibilityOf(step: ApprovalStep, directory: Directory, model: Model): Eligibility {
  const roles = [step.approvers.role, ...step.escalate.map(({ to }) => to.role)];
  const emptyRoles = roles.filter((role) => holders([role], directory).length === 0);
  const eligible = holders(roles, directory);
  const castings = cast(step, directory, model);
  const dead = castings.filter(({ out }) => eligible.every((person) => isKept(person, out, directory)));
  return { emptyRoles, castings: castings.length, dead };
}

const holders = (roles: readonly string[], { people }: Directory): string[] =>
  people.filter((person) => roles.some((role) => person.roles.includes(role))).map(({ id }) => id);

/** True if a person may not decide because of those in `out`: they are one of them, act for one, or are acted for by one. */
function isKept(person: string, out: ReadonlySet<string>, { people }: Directory): boolean {
  const delegateOf = (id: string) => people.find((each) => each.id === id)?.delegate;
  return out.has(person) || [...out].some((id) => delegateOf(id) === person || delegateOf(person) === id);
}

type Cast = Casting & { out: ReadonlySet<string> };

/** Everyone who might have done what the approval is to be separate from, in all combinations. */
function cast({ separateFrom }: ApprovalStep, directory: Directory, model: Model): Cast[] {
  let all: Cast[] = [{ who: [], out: new Set() }];
  for (const name of separateFrom) {
    const options = actors(name, directory, model);
    if (options.length > 0) {
      all = all
        .flatMap(({ who, out }) =>
          options.map((each) => ({ who: [...who, each.who], out: new Set([...out, ...each.ids]) })),
        )
        .slice(0, MOST);
    }
  }
  return all;
}

interface Actor {
  who: string;
  ids: string[];
}

function actors(name: string, directory: Directory, model: Model): Actor[] {
  const one = (id: string, does: string): Actor => ({ who: `${id} ${does}`, ids: [id] });
  if (name === 'initiator') return directory.people.map(({ id }) => one(id, 'starts the run'));
  const step = model.byId.get(name)?.step;
  if (step?.kind === 'approval') {
    const roles = [step.approvers.role, ...step.escalate.map(({ to }) => to.role)];
    return holders(roles, directory).map((id) => one(id, `decides '${name}'`));
  }
  const owner = step && ownerOf({ step } as Pick<Place, 'step'>);
  return owner === undefined ? [] : [{ who: `'${owner}' owns '${name}'`, ids: holders([owner], directory) }];
}

/** The role that answers for a step whose doer is a model. */
export function ownerOf({ step }: Pick<Place, 'step'>): string | undefined {
  if (step.kind === 'agent' || step.kind === 'team') return step.owner?.role;
  return step.kind === 'decision' ? step.ask?.owner?.role : undefined;
}
