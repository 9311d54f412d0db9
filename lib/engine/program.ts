import type { Program } from '../compile/program.ts';

/** What the engine reads of a compiled workflow. */
export type EngineProgram = Pick<Program, 'name' | 'version' | 'digest' | 'steps' | 'scopes' | 'graph'>;

/** JSON Schema 2020-12. */
export type JsonSchema = object | boolean;
