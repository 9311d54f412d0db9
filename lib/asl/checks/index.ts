import type { Diagnostic } from '../diagnostic.ts';
import type { StateMachine } from '../types.ts';
import { express } from './express.ts';
import { expressions } from './expressions.ts';
import { fields } from './fields.ts';
import { graph } from './graph.ts';
import { handlers } from './handlers.ts';
import { language } from './language.ts';
import { paths } from './paths.ts';
import { resources } from './resources.ts';

/** The rules beyond AWS's language service: one file a rule. */
export const semanticProblems = (definition: StateMachine, type: 'STANDARD' | 'EXPRESS'): Diagnostic[] => [
  ...fields(definition),
  ...language(definition),
  ...expressions(definition),
  ...paths(definition),
  ...resources(definition),
  ...express(definition, type),
  ...handlers(definition),
  ...graph(definition),
];
