import { ownerOf } from '../eligible.ts';
import { completedIn } from '../known.ts';
import type { Model } from '../model.ts';
import type { Rule } from '../rule.ts';
import type { Place } from '../scopes.ts';
import { suggestion } from '../suggest.ts';

/** Duties are kept apart from somebody: who started the run, who decided an approval before, who owns a model that spoke before. */
export const unknownSeparation: Rule = {
  code: 'unknown-separation',
  severity: 'error',
  *check(model) {
    for (const place of model.places) {
      if (place.step.kind !== 'approval') continue;
      for (const [index, name] of place.step.separateFrom.entries()) {
        const wrong = name === 'initiator' ? undefined : mistake(name, place, model);
        if (wrong) yield { ...wrong, path: [...place.path, 'separateFrom', index] };
      }
    }
  },
};

function mistake(name: string, place: Place, model: Model): { message: string; fix?: string } | undefined {
  const other = model.byId.get(name);
  if (!other) {
    const fix = suggestion(name, ['initiator', ...doers(model)]);
    return { message: `'${name}' is neither 'initiator' nor a step`, ...(fix && { fix }) };
  }
  if (other.step.kind !== 'approval' && ownerOf(other) === undefined) {
    const message = `nobody can be kept apart from '${name}': it is ${a(other.step.kind)} without an owner`;
    return { message, fix: "name an approval, or a model's step that has an 'owner'" };
  }
  const { before, bit } = completedIn(model);
  const known = before.get(place);
  if (!known || known.perhaps & bit(name)) return undefined;
  return {
    message: `'${name}' has never run when '${place.step.id}' is decided`,
    fix: 'name a step that comes before',
  };
}

const doers = ({ places }: Model): string[] =>
  places.filter((place) => place.step.kind === 'approval' || ownerOf(place)).map(({ step }) => step.id);

const a = (kind: string) => `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
