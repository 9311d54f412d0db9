/** Whether AWS would accept a definition: the checks of AWS's own language service, and those that it leaves out. */
import { semanticProblems } from './checks/index.ts';
import { languageProblems } from './checks/language-service.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { StateMachine } from './types.ts';
import { isObject } from './types.ts';

export interface ValidateOptions {
  type?: 'STANDARD' | 'EXPRESS';
}

/**
 * The problems of a definition, in the shape of ValidateStateMachineDefinition; it is accepted when none is an error.
 * @param text JSON text of the definition
 */
export async function validate(text: string, { type = 'STANDARD' }: ValidateOptions = {}): Promise<Diagnostic[]> {
  const parsed = parse(text);
  if ('problem' in parsed) return [parsed.problem];
  const missing = missingFields(parsed.machine);
  if (missing.length > 0) return missing;
  const own = semanticProblems(parsed.machine, type);
  return own.some(({ severity }) => severity === 'ERROR') ? own : [...own, ...(await languageProblems(text))];
}

const error = (code: string, message: string, location?: string): Diagnostic => ({
  severity: 'ERROR',
  code,
  message,
  ...(location !== undefined && { location }),
});

function parse(text: string): { machine: StateMachine } | { problem: Diagnostic } {
  if (text.trim() === '')
    return { problem: error('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object') };
  try {
    const machine: unknown = JSON.parse(text);
    if (isObject(machine)) return { machine: machine as unknown as StateMachine };
    return { problem: error('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object') };
  } catch (cause) {
    return { problem: error('INVALID_JSON_DESCRIPTION', (cause as Error).message) };
  }
}

function missingFields(machine: StateMachine): Diagnostic[] {
  const missing = ['States', 'StartAt'].filter((field) => !(field in machine));
  if (missing.length === 0) return [];
  return [error('SCHEMA_VALIDATION_FAILED', `These fields are required: [${missing.join(', ')}]`, '/')];
}
