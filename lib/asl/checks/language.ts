import type { Diagnostic } from '../diagnostic.ts';
import { schemaError } from '../diagnostic.ts';
import type { StateMachine } from '../types.ts';
import type { Located } from './walk.ts';
import { machinesIn, statesIn } from './walk.ts';

const JSONPATH_ONLY = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'Result',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
  'ErrorPath',
  'CausePath',
];
const JSONATA_ONLY = ['Arguments', 'Output', 'Items'];

/** Each state has one query language, and only the fields of that language. */
export function language(definition: StateMachine): Diagnostic[] {
  return [
    ...statesIn(definition).flatMap((located) => [...downgrade(definition, located), ...foreign(located)]),
    ...inner(definition),
  ];
}

const downgrade = (definition: StateMachine, { state, location }: Located): Diagnostic[] =>
  definition.QueryLanguage === 'JSONata' && state.QueryLanguage === 'JSONPath'
    ? [schemaError("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", location)]
    : [];

function foreign({ state, location, language }: Located): Diagnostic[] {
  const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
  const only = language === 'JSONata' ? JSONPATH_ONLY : JSONATA_ONLY;
  return only
    .filter((field) => field in state)
    .map((field) =>
      schemaError(
        `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`,
        location,
      ),
    );
}

/** Branches and item processors take the language of the whole definition; they cannot choose one. */
const inner = (definition: StateMachine): Diagnostic[] =>
  machinesIn(definition)
    .filter(({ machine, location }) => location !== '' && 'QueryLanguage' in machine)
    .map(({ location }) => schemaError("Field 'QueryLanguage' is not supported", location));
