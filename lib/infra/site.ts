import type { Program } from '../compile/program.ts';
import type { DeploymentConfig } from './config.ts';

/** A workflow of `statemachines/`, compiled. */
export interface CompiledWorkflow {
  /** Absolute path of its folder. */
  folder: string;
  program: Program;
  /** Amazon States Language, with substitutions for functions and the undo machine. */
  asl: object;
  /** Machines that were split off from it, by id. */
  parts?: Readonly<Record<string, object>>;
}

/** A handler's file and what its bundle carries. */
export type Wanted = [entry: string, carry?: { program?: Program; allPrograms?: boolean; assets?: readonly string[] }];

/** What every stack of a deployment is built from. */
export interface Site {
  config: DeploymentConfig;
  /** Absolute path of the source tree. */
  root: string;
  workflows: readonly CompiledWorkflow[];
  /** Bundles handlers that are about to be asked for: together is faster than one by one. */
  prepare(wanted: readonly Wanted[]): void;
  /**
   * Bundles a handler and returns the folder to deploy; `entry` is a path below `root` or an absolute one. The bundle
   * carries the program of its workflow, or all programs, and the files that it reads at run time.
   */
  code(...wanted: Wanted): string;
}
