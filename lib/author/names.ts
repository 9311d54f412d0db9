import type { Tools } from './tool.ts';
import type { Ref } from './values.ts';

/** What a flow knows: the run's input, the tools, the outputs of the steps so far, and what else may be named there. */
export interface Names {
  input: unknown;
  tools: Tools;
  steps: object;
  /** `$error` of an error handler, `$item` of a map. */
  more: object;
}

/**
 * The same names with more steps, and more besides. A condition, so that it is worked out at each step: as a plain object
 * it would be worked out at the end, in one go, which the compiler gives up for flows of a hundred steps.
 */
export type With<N extends Names, Steps, More = unknown> = N extends {
  input: infer I;
  tools: infer T extends Tools;
  steps: infer S extends object;
  more: infer M extends object;
}
  ? { input: I; tools: T; steps: S & Steps; more: M & More }
  : never;

interface Run {
  id: string;
  workflow: string;
  version: string;
  tenant: string;
  startedAt: string;
}

/** `$error`: what has failed, and in which step. */
export interface RunError {
  name: string;
  message: string;
  step: string;
}

/** What an expression may name: only what is known where it stands. */
export type Scope<N extends Names> = {
  readonly input: Ref<N['input']>;
  readonly steps: { readonly [K in keyof N['steps']]: Ref<N['steps'][K]> };
  readonly run: Ref<Run>;
} & { readonly [K in keyof N['more']]: Ref<N['more'][K]> };
