import type { Reference } from '../workflow/expressions.ts';
import type { Model } from '../workflow/model.ts';
import { hasOutput } from '../workflow/outputs.ts';
import type { Step } from '../workflow/schema.ts';
import { enclosing, placesBelow, type Scope } from '../workflow/scopes.ts';
import type { Own } from './context.ts';
import { member, variableName } from './names.ts';

/**
 * Which outputs are kept, and where. A step's output is a variable of the scope it runs in. A branch cannot assign a
 * variable of the scope around it, so it gives what is read outside as its result, and the parallel step keeps the
 * results of all its branches in one variable, by step id.
 *
 * Outputs that no expression reads are not kept: variables are limited to 10 MiB in all.
 */
export interface Variables {
  /** True if anything reads the step's output. */
  isKept(step: string): boolean;
  /** Ids of the steps in a branch, however deep, that something outside of it reads. */
  handedOut(branch: Scope): string[];
  /** JSONata for the output of a step, as seen from a scope, or from a state that still has its `own` output in hand. */
  read(step: string, from: Scope, own?: Own): string;
}

export function variablesOf(model: Model): Variables {
  const readers = readersOf(model);
  const scopeOf = (step: string) => model.byId.get(step)!.scope;

  function read(step: string, from: Scope, own?: Own): string {
    const around = enclosing(scopeOf(step));
    const visible = around.findIndex((scope) => enclosing(from).includes(scope));
    const parallel = around[visible - 1]?.parent?.step.id;
    const holder = parallel ?? step;
    const value = own && own.step === holder ? own.value : `$${variableName(holder)}`;
    return parallel ? `${value}.${member(step)}` : value;
  }

  function handedOut(branch: Scope): string[] {
    const outside = (scope: Scope) => !enclosing(scope).includes(branch);
    const asWhole = enclosing(branch).some(({ parent }) => parent && readers.has(parent.step.id));
    const isRead = (id: string) => asWhole || readers.get(id)?.some(outside);
    const ids = placesBelow(branch).flatMap(({ step }) => (isHandedOut(step) && isRead(step.id) ? [step.id] : []));
    return ids.sort();
  }

  function isKept(step: string): boolean {
    const { inner, scope } = model.byId.get(step)!;
    if (readers.has(step) || inner.some((branch) => handedOut(branch).length > 0)) return true;
    return scope.kind === 'branch' && handedOut(scope).includes(step);
  }

  return { isKept, handedOut, read };
}

/** The scopes in which each step's output is read. */
function readersOf(model: Model): Map<string, Scope[]> {
  const readers = new Map<string, Scope[]>();
  for (const { parsed, place, moment } of model.expressions) {
    if (moment === 'compensation' || moment === 'key') continue;
    const scope = place?.scope ?? model.scopes[0]!;
    for (const id of parsed.references.flatMap(stepOf)) readers.set(id, [...(readers.get(id) ?? []), scope]);
  }
  return readers;
}

const stepOf = ({ root, names }: Reference) => (root === 'steps' && names[0] ? [names[0].name] : []);

// The output of a parallel step is what its steps hand out, so these are handed out themselves.
const isHandedOut = (step: Step) => hasOutput(step) && step.kind !== 'parallel';
