import type { Diagnostic } from '../diagnostic.ts';
import { schemaError } from '../diagnostic.ts';
import { parseResource } from '../resource.ts';
import type { StateMachine } from '../types.ts';
import type { Located } from './walk.ts';
import { statesIn } from './walk.ts';

/**
 * Actions of the optimized integrations that have few; of the others every action is let through.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
const ACTIONS: Record<string, readonly string[]> = {
  apigateway: ['invoke'],
  batch: ['submitJob'],
  dynamodb: ['getItem', 'putItem', 'updateItem', 'deleteItem'],
  ecs: ['runTask'],
  events: ['putEvents'],
  glue: ['startJobRun'],
  http: ['invoke'],
  sns: ['publish'],
  sqs: ['sendMessage'],
  states: ['startExecution'],
};
const OPEN = new Set([
  'athena',
  'bedrock',
  'codebuild',
  'databrew',
  'eks',
  'elasticmapreduce',
  'emr-containers',
  'emr-serverless',
  'lambda',
  'mediaconvert',
  'sagemaker',
]);

/** Tasks name integrations that there are. */
export const resources = (definition: StateMachine): Diagnostic[] =>
  statesIn(definition)
    .filter(({ state }) => state.Type === 'Task' && typeof state.Resource === 'string')
    .flatMap(check);

function check({ state, location }: Located): Diagnostic[] {
  const arn = state.Resource as string;
  const resource = parseResource(arn);
  if (resource.kind !== 'service') return [];
  const place = `${location}/Resource`;
  if (isKnown(resource.type, resource.name)) return [];
  const why = 'The value is not a valid resource ARN, or the resource is not available in this region.';
  return [schemaError(`The resource provided ${arn} is not recognized. ${why}`, place)];
}

function isKnown(service: string, name: string): boolean {
  if (service.startsWith('aws-sdk:')) return true;
  const action = name.replace(/\.(sync|sync:2|waitForTaskToken)$/, '');
  return ACTIONS[service]?.includes(action) ?? OPEN.has(service);
}
