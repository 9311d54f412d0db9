import type { Diagnostic } from '../diagnostic.ts';
import { schemaError } from '../diagnostic.ts';
import { parseResource } from '../resource.ts';
import type { StateMachine } from '../types.ts';
import type { Located } from './walk.ts';
import { statesIn } from './walk.ts';

/**
 * Express workflows, and the children of a distributed Map that are Express, wait for nobody: no `.sync`, no callbacks,
 * no activities, and no distributed Map.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
 */
export function express(definition: StateMachine, type: 'STANDARD' | 'EXPRESS'): Diagnostic[] {
  const all = statesIn(definition);
  const roots = type === 'EXPRESS' ? [''] : all.filter(isExpressMap).map(({ location }) => `${location}/`);
  return all.filter(({ location }) => roots.some((root) => location.startsWith(root))).flatMap(check);
}

const isExpressMap = ({ state }: Located): boolean => {
  const config = state.ItemProcessor?.ProcessorConfig;
  return config?.Mode === 'DISTRIBUTED' && config.ExecutionType === 'EXPRESS';
};

const PATTERNS = { sync: '.sync', waitForTaskToken: '.waitForTaskToken' } as const;

function check({ state, location }: Located): Diagnostic[] {
  if (state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED') {
    const where = `${location}/ItemProcessor/ProcessorConfig/Mode`;
    return [schemaError('Express state machine does not support a Map state in DISTRIBUTED mode', where)];
  }
  if (state.Type !== 'Task' || typeof state.Resource !== 'string') return [];
  const { kind, pattern } = parseResource(state.Resource);
  const place = `${location}/Resource`;
  if (state.Resource.includes(':activity:')) {
    return [schemaError('Express state machine does not support activities', place)];
  }
  if (kind !== 'service' || pattern === 'requestResponse') return [];
  return [schemaError(`Express state machine does not support '${PATTERNS[pattern]}' service integration`, place)];
}
