/** Requests of TestState: what is asked, and what AWS refuses to test. */
import { semanticProblems } from '../checks/index.ts';
import { machinesIn } from '../checks/walk.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { parseResource } from '../resource.ts';
import type { Json, JsonObject, State, StateMachine } from '../types.ts';
import { isObject } from '../types.ts';
import { validate } from '../validate.ts';
import type { ValidationMode } from './mock-schema.ts';
import { checkResult } from './mock-schema.ts';
import { Rejected } from './rejected.ts';

/**
 * A request as on the wire: definition, input, context and variables are JSON text. Where the text has been parsed
 * already, it may stand as it is.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 */
export interface TestStateRequest {
  definition: string | object;
  stateName?: string;
  roleArn?: string;
  input?: Json;
  inspectionLevel?: 'INFO' | 'DEBUG' | 'TRACE';
  revealSecrets?: boolean;
  variables?: string | JsonObject;
  context?: string | JsonObject;
  mock?: {
    result?: string;
    errorOutput?: { error?: string; cause?: string };
    fieldValidationMode?: ValidationMode;
  };
  stateConfiguration?: {
    retrierRetryCount?: number;
    errorCausedByState?: string;
    mapIterationFailureCount?: number;
    mapItemReaderData?: string;
  };
}

/** A request that can be run: the state, alone in a machine of its own. */
export interface Subject {
  machine: StateMachine;
  state: State;
  input: Json;
  variables: JsonObject;
  context: JsonObject;
  mock?: { result: Json } | { error?: string; cause?: string };
  configuration: NonNullable<TestStateRequest['stateConfiguration']>;
}

/** The name that AWS gives to the state, whatever it is called where it comes from. */
export const NAME = 'StateName';

/** @throws Rejected */
export async function subjectOf(request: TestStateRequest): Promise<Subject> {
  if (request.stateName === '') throw new Rejected(TOO_SHORT, 'ParamValidationError');
  const machine = await machineOf(request);
  const state = machine.States[NAME] as State;
  checkSupported(request, state);
  const mock = mockOf(request, state);
  const context = parsed(request.context ?? {}, 'context');
  checkContext(context, state);
  return {
    machine,
    state,
    input: parsed(request.input ?? {}, 'input', true),
    variables: parsed(request.variables ?? {}, 'variables') as JsonObject,
    context: context as JsonObject,
    configuration: request.stateConfiguration ?? {},
    ...(mock && { mock }),
  };
}

const TOO_SHORT = 'Parameter validation failed:\nInvalid length for parameter stateName, value: 0, valid min length: 1';

async function machineOf({ definition, stateName }: TestStateRequest): Promise<StateMachine> {
  const given = typeof definition === 'string' ? definition : JSON.stringify(definition);
  if (stateName === undefined) return single(given);
  refuse(await validate(given));
  const whole = JSON.parse(given) as StateMachine;
  const state = machinesIn(whole).find(({ machine }) => Object.hasOwn(machine.States, stateName))?.machine.States[
    stateName
  ];
  if (!state) throw new Rejected('State not found in definition');
  return alone(state, whole.QueryLanguage);
}

/** A state by itself: it may point to states that are not there. */
async function single(text: string): Promise<StateMachine> {
  const state = parsed(text, 'definition') as unknown as State;
  const machine = alone(state);
  refuse(semanticProblems(machine, 'STANDARD').filter(({ code }) => code === 'SCHEMA_VALIDATION_FAILED'));
  return machine;
}

const alone = (state: State, QueryLanguage?: StateMachine['QueryLanguage']): StateMachine => ({
  StartAt: NAME,
  States: { [NAME]: state },
  ...(QueryLanguage && { QueryLanguage }),
});

function refuse(diagnostics: Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'ERROR');
  if (errors.length === 0) return;
  const list = errors.map(({ code, message, location }) => `${code}: ${message}${location ? ` at ${location}` : ''}`);
  throw new Rejected(`Invalid State Machine Definition: '${list.join(', ')}'`, 'InvalidDefinition');
}

/** JSON text, or what it says. @throws Rejected when it is no JSON, or no object where one is wanted */
function parsed(given: Json, field: string, any = false): Json {
  const value = typeof given === 'string' ? parseText(given, field) : given;
  if (any || isObject(value)) return value;
  throw new Rejected(`The ${field} must be a JSON object`);
}

function parseText(text: string, field: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const code = field === 'input' ? 'InvalidExecutionInput' : 'ValidationException';
    throw new Rejected(`The ${field} must be valid JSON: ${(error as Error).message}`, code);
  }
}

const MOCKABLE = ['Task', 'Map', 'Parallel'];
const NEEDS_MOCK = {
  retrierRetryCount: 'RetrierRetryCount',
  errorCausedByState: 'ErrorCausedByState',
  mapIterationFailureCount: 'MapIterationFailureCount',
  mapItemReaderData: 'MapItemReaderData',
} as const;

function checkSupported({ mock, context, stateConfiguration = {} }: TestStateRequest, state: State): void {
  if (mock) {
    if (MOCKABLE.includes(state.Type)) return;
    throw new Rejected(`State type '${state.Type}' is not supported when a mock is specified`);
  }
  for (const [field, title] of Object.entries(NEEDS_MOCK)) {
    if (field in stateConfiguration) throw unmocked(title);
  }
  if (context !== undefined) throw unmocked('Context');
  if (state.Type === 'Map' || state.Type === 'Parallel') {
    throw new Rejected(`State type '${state.Type}' is not supported when a mock is not specified`);
  }
  if (state.Type === 'Task' && (waits(state) || parseResource(state.Resource as string).kind === 'activity')) {
    throw new Rejected(`The resource '${state.Resource}' is not supported when a mock is not specified`);
  }
}

const unmocked = (title: string): Rejected =>
  new Rejected(`TestState does not support ${title} when a mock is not specified.`);

const waits = ({ Resource = '' }: State): boolean => parseResource(Resource).pattern !== 'requestResponse';

function checkContext(context: Json, state: State): void {
  if (!isObject(context) || !('Task' in context) || (state.Type === 'Task' && waits(state))) return;
  const why =
    "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern";
  throw new Rejected(`Invalid Context object provided: ${why}`);
}

function mockOf({ mock }: TestStateRequest, state: State): Subject['mock'] {
  if (!mock) return undefined;
  const { result, errorOutput, fieldValidationMode = 'STRICT' } = mock;
  if ((result === undefined) === (errorOutput === undefined)) {
    const how = result === undefined ? 'at least one' : 'only one';
    throw new Rejected(`A test mock should have ${how} of the following fields: [result, errorOutput].`);
  }
  if (result === undefined) return errorOutput;
  const value = mockedResult(result);
  // A Map that writes its results answers with where they are.
  const written = state.Type === 'Map' && state.ResultWriter?.Resource !== undefined;
  if (written && !isObject(value)) throw new Rejected('Mocked result must be a JSON object.');
  if (state.Type !== 'Task' && !written && !Array.isArray(value)) throw new Rejected('Mocked result must be an array.');
  if (state.Type === 'Task') checkResult(state.Resource as string, value, fieldValidationMode);
  return { result: value };
}

function mockedResult(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Rejected('Mocked result must be valid JSON');
  }
}
