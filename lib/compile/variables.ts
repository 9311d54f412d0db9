import type { Model } from '../workflow/model.ts';
import { hasOutput } from '../workflow/outputs.ts';
import type { Place, Scope } from '../workflow/scopes.ts';
import type { Own } from './context.ts';
import { type Frame, type Frames, framesAround, sees } from './frames.ts';
import { errorVariable, member, variableName } from './names.ts';
import { counter, itemOf } from './passes.ts';
import { definer, type Reading, readingsOf } from './readers.ts';

/**
 * Which outputs are kept, and where. A step's output is a variable of the frame it runs in. What a frame hands out is
 * in one variable of the frame around it, by step id; what an execution of its own reads from around it, in its `$vars`.
 *
 * Outputs that no expression reads are not kept: variables are limited to 10 MiB in all.
 */
export interface Variables {
  frames: Frames;
  /** True if anything reads the step's output. */
  isKept(step: string): boolean;
  /** Ids of the steps in a frame, however deep, that something outside of it reads. */
  handedOut(frame: Frame): string[];
  /** JSONata for the output of a step, as seen from a frame, or from a state that still has its `own` output in hand. */
  read(step: string, from: Frame, own?: Own): string;
  /** JSONata for `$item`, `$index` or `$error`, as seen from a list of steps. */
  named(root: 'item' | 'index' | 'error', scope: Scope, from: Frame): string;
  /** JSONata of an object: what an execution of its own is handed in `$vars`, as seen from around it. */
  imports(frame: Frame): string;
  /** JSONata of an object: what a frame hands out, by step id. What did not run is left out. */
  exports(frame: Frame, own?: Own): string | undefined;
  /** JSONata of an object: all that a part of a loop knows, for its next round. */
  keeps(frame: Frame): string;
}

export function variablesOf(model: Model, frames: Frames): Variables {
  const readings = readingsOf(model, frames);
  const readers = readersOf(readings, model, frames);
  const home = (step: string) => framesAround(frames.of(model.byId.get(step)!));
  const places = [...model.byId.values()].filter(({ step }) => hasOutput(step));
  const isRead = (id: string, outside: Frame) =>
    readers.get(id)?.some((frame) => !framesAround(frame).includes(outside));

  /** The variable that has a step's output, with the frame it lives in, as far as `from` is concerned. */
  function seen(step: string, from: Frame): { frame: Frame; holder?: Frame['holder'] } {
    const chain = home(step);
    const around = framesAround(from);
    const index = chain.findIndex((frame) => around.includes(frame));
    const holder = chain[index - 1]?.holder;
    return { frame: chain[index]!, ...(holder && { holder }) };
  }

  function read(step: string, from: Frame, own?: Own): string {
    const { frame, holder } = seen(step, from);
    if (!sees(from, frame)) return `$vars.${member(step)}`;
    const name = holder?.variable ?? variableName(step);
    const value = own && own.step === (holder?.id ?? step) ? own.value : fromBefore(name, frame);
    return holder ? `${value}.${member(step)}` : plain(step, value);
  }

  /** The whole output of a parallel step leaves out what other parallel steps in it hand out for themselves. */
  function plain(step: string, value: string): string {
    const {
      inner,
      step: { kind },
    } = model.byId.get(step)!;
    if (kind !== 'parallel') return value;
    const ids = inner.flatMap((scope) => handedOut(frames.atEnd(scope)));
    const hidden = ids.filter((id) => model.byId.get(id)!.step.kind === 'parallel');
    return hidden.length > 0 ? `$sift(${value}, function($v, $k) { $not($k in ${JSON.stringify(hidden)}) })` : value;
  }

  function handedOut(frame: Frame): string[] {
    if (!frame.holder) return [];
    const asWhole = framesAround(frame).some(({ kind, holder }) => kind === 'branch' && readers.has(holder!.id));
    const isAsked = ({ step }: Place) => (asWhole && step.kind !== 'parallel') || isRead(step.id, frame);
    const inside = places.filter((place) => isVisible(frames.of(place), frame) && isAsked(place));
    return inside.map(({ step }) => step.id).sort((a, b) => (a < b ? -1 : 1));
  }

  function isKept(step: string): boolean {
    const { inner } = model.byId.get(step)!;
    if (
      readers.has(step) ||
      inner.some((scope) => scope.kind === 'branch' && handedOut(frames.atEnd(scope)).length > 0)
    )
      return true;
    return home(step).some((frame) => handedOut(frame).includes(step));
  }

  function named(root: 'item' | 'index' | 'error', scope: Scope, from: Frame): string {
    const list = definer(root, scope);
    const name = list ? nameOf(root, list) : root;
    return !list || sees(from, frames.atEnd(list)) ? `$${name}` : `$vars._${name}`;
  }

  function imports(frame: Frame): string {
    const outer = frame.outer!;
    const inside = readings.filter((reading) => framesAround(reading.frame).includes(frame));
    const members = new Map<string, string>();
    for (const id of idsOf(inside)) if (isOutside(seen(id, frame).frame, frame)) members.set(id, read(id, outer));
    for (const { reference, scope } of inside) {
      const list = definer(reference.root, scope);
      if (!list || !isOutside(frames.atEnd(list), frame)) continue;
      const root = reference.root as 'item' | 'index' | 'error';
      members.set(`_${nameOf(root, list)}`, named(root, scope, outer));
    }
    if (frame.kept) members.set('_kept', fromBefore(frame.kept, outer));
    return object(members);
  }

  function exports(frame: Frame, own?: Own): string | undefined {
    const ids = handedOut(frame);
    return ids.length > 0 ? object(new Map(ids.map((id) => [id, read(id, frame, own)]))) : undefined;
  }

  function keeps(frame: Frame): string {
    const steps = places.filter((place) => frames.of(place) === frame && isKept(place.step.id));
    const inner = frames.all.filter((each) => each.outer === frame && each.kind === 'part');
    const names = [
      ...steps.map(({ step }) => variableName(step.id)),
      ...inner.flatMap(({ holder, kept }) => [holder!.variable, ...(kept ? [kept] : [])]),
    ];
    return object(new Map(names.map((name) => [name, fromBefore(name, frame)])));
  }

  return { frames, isKept, handedOut, read, named, imports, exports, keeps };
}

/** A variable of a frame. What a part of a loop has not assigned in this round may be known from an earlier one. */
function fromBefore(name: string, frame: Frame): string {
  return frame.kept ? `($exists($${name}) ? $${name} : $vars._kept.${name})` : `$${name}`;
}

/** True if what is known in a frame is not known in an execution of its own but for being handed in. */
const isOutside = (frame: Frame, execution: Frame): boolean => !framesAround(frame).includes(execution);

function object(members: ReadonlyMap<string, string>): string {
  const entries = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(', ')}}`;
}

function nameOf(root: string, list: Scope): string {
  if (root === 'error') return errorVariable(list);
  return root === 'item' ? itemOf(list.parent!) : counter(list.parent!);
}

/** True if what runs in a frame can be seen at the end of another around it: no map lies between. */
function isVisible(inner: Frame, outer: Frame): boolean {
  if (inner === outer) return true;
  return inner.kind !== 'item' && inner.outer !== undefined && isVisible(inner.outer, outer);
}

/** The frames in which each step's output is read. */
function readersOf(readings: readonly Reading[], model: Model, frames: Frames): Map<string, Frame[]> {
  const readers = new Map<string, Frame[]>();
  const add = (id: string, frame: Frame) => readers.set(id, [...(readers.get(id) ?? []), frame]);
  for (const reading of readings) for (const id of idsOf([reading])) add(id, reading.frame);
  for (const { step, inner } of model.places) {
    if (step.kind !== 'map' || step.output !== undefined) continue;
    add(inner[0]!.places.at(-1)!.step.id, frames.atEnd(inner[0]!));
  }
  return readers;
}

const idsOf = (readings: readonly Reading[]): string[] => [
  ...new Set(
    readings.flatMap(({ reference: { root, names } }) => (root === 'steps' && names[0] ? [names[0].name] : [])),
  ),
];
