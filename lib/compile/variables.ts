import type { Reference } from '../workflow/expressions.ts';
import type { Expression, Model } from '../workflow/model.ts';
import { hasOutput } from '../workflow/outputs.ts';
import type { Place } from '../workflow/scopes.ts';
import type { Own } from './context.ts';
import { type Frame, type Frames, framesAround } from './frames.ts';
import { member, variableName } from './names.ts';

/**
 * Which outputs are kept, and where. A step's output is a variable of the frame it runs in. What a branch hands out is
 * in one variable of the frame around it, by step id.
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
}

export function variablesOf(model: Model, frames: Frames): Variables {
  const readers = readersOf(model, frames);
  const home = (step: string) => framesAround(frames.of(model.byId.get(step)!));
  const places = [...model.byId.values()].filter(({ step }) => hasOutput(step));
  const isRead = (id: string, outside: Frame) =>
    readers.get(id)?.some((frame) => !framesAround(frame).includes(outside));

  function read(step: string, from: Frame, own?: Own): string {
    const chain = home(step);
    const visible = framesAround(from);
    const holder = chain[chain.findIndex((frame) => visible.includes(frame)) - 1]?.holder;
    const value = own && own.step === (holder?.id ?? step) ? own.value : `$${holder?.variable ?? variableName(step)}`;
    return holder ? `${value}.${member(step)}` : value;
  }

  function handedOut(frame: Frame): string[] {
    if (!frame.holder) return [];
    const asWhole = framesAround(frame).some(({ holder }) => holder && readers.has(holder.id));
    const isAsked = ({ step }: Place) => (asWhole && step.kind !== 'parallel') || isRead(step.id, frame);
    const inside = places.filter((place) => isAsked(place) && isVisible(frames.of(place), frame));
    return inside.map(({ step }) => step.id).sort();
  }

  function isKept(step: string): boolean {
    const { inner } = model.byId.get(step)!;
    if (readers.has(step) || inner.some((scope) => handedOut(frames.atEnd(scope)).length > 0)) return true;
    return home(step).some((frame) => handedOut(frame).includes(step));
  }

  return { frames, isKept, handedOut, read };
}

/** True if what runs in a frame can be seen at the end of another around it: no map lies between. */
function isVisible(inner: Frame, outer: Frame): boolean {
  if (inner === outer) return true;
  return inner.kind !== 'item' && inner.outer !== undefined && isVisible(inner.outer, outer);
}

/** The frames in which each step's output is read. */
function readersOf(model: Model, frames: Frames): Map<string, Frame[]> {
  const readers = new Map<string, Frame[]>();
  const add = (id: string, frame: Frame) => readers.set(id, [...(readers.get(id) ?? []), frame]);
  for (const expression of model.expressions) {
    if (expression.moment === 'compensation' || expression.moment === 'key') continue;
    for (const id of expression.parsed.references.flatMap(stepOf)) add(id, frameOf(expression, model, frames));
  }
  for (const { step, inner } of model.places) {
    if (step.kind !== 'map' || step.output !== undefined) continue;
    add(inner[0]!.places.at(-1)!.step.id, frames.atEnd(inner[0]!));
  }
  return readers;
}

/** Where an expression is evaluated. */
function frameOf({ place, scope, isAfter }: Expression, { scopes }: Model, frames: Frames): Frame {
  if (!place) return frames.atEnd(scopes[0]!);
  return isAfter && scope ? frames.atEnd(scope) : frames.of(place);
}

const stepOf = ({ root, names }: Reference) => (root === 'steps' && names[0] ? [names[0].name] : []);
