/** The part of a compiled workflow that the engine reads. `Program` of lib/compile has this shape. */
export interface EngineProgram {
  name: string;
  version: string;
  /** SHA-256 of the compiled workflow, hex. */
  digest: string;
  /** By step id; a compensation has its own entry, `<step>.undo`. */
  steps: Readonly<Record<string, StepSpec>>;
}

export type JsonSchema = Readonly<Record<string, unknown>> | boolean;

export interface StepSpec {
  kind: string;
  /** The tool that the step calls; absent for other kinds. */
  tool?: string;
  input?: JsonSchema;
  output?: JsonSchema;
  /** `key`: an expression over `$input`, the tool's own input. Absent: the downstream knows no keys and cannot be asked. */
  idempotency?: { key: string } | { verify: true };
  /** What a tool leaves in the world; `none` for one whose grants let it only read. */
  effect?: string;
  policy?: { action: string };
  budget?: { tokens: number };
}
