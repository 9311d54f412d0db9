import { seconds } from '../workflow/durations.ts';
import type { Files } from '../workflow/files.ts';
import { type Model, modelOf } from '../workflow/model.ts';
import type { Workflow } from '../workflow/schema.ts';
import type { Context } from './context.ts';
import { startOf } from './entry.ts';
import { framesOf } from './frames.ts';
import { handlerStates, handlersOf, mainTakers } from './handlers.ts';
import { scopeStates } from './list.ts';
import { type Program, programOf } from './program.ts';
import { reachable } from './reachable.ts';
import { namingOf, template } from './template.ts';
import type { Asl, States } from './types.ts';
import { variablesOf } from './variables.ts';

/** A workflow, compiled: what the functions are given, and the machine that calls them. */
export interface Compiled {
  program: Program;
  asl: Asl;
}

/**
 * Compiles a workflow that has no errors (`check` of lib/workflow). The same workflow gives the same result, whatever
 * the order of the keys in its file. Throws on a workflow that was not checked.
 */
export function compile(workflow: Workflow, files: Files): Compiled {
  const model = modelOf(workflow, files);
  const asl = machine(model);
  return { asl, program: programOf(model, asl) };
}

const DONE = 'Done';

function machine(model: Model): Asl {
  const { workflow, scopes } = model;
  const scope = scopes[0]!;
  const variables = variablesOf(model, framesOf(model));
  const handlers = handlersOf(model);
  const context: Context = {
    model,
    variables,
    scope,
    frame: variables.frames.atEnd(scope),
    takers: mainTakers(handlers),
    endState: () => DONE,
  };
  const output = template(workflow.output ?? {}, namingOf(context, scope));
  const done: States = { [DONE]: { Type: 'Succeed', Output: { outcome: 'succeeded', output } } };
  return reachable({
    Comment: `${workflow.name} ${workflow.version}`,
    QueryLanguage: 'JSONata',
    StartAt: startOf(scope),
    TimeoutSeconds: seconds(workflow.deadline),
    States: { ...scopeStates(scope, context), ...done, ...handlerStates(handlers, context) },
  });
}
