/** https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
import type { Route } from '../../wire/rest-json.ts';

const FUNCTIONS = '/2015-03-31/functions';
const MAPPINGS = '/2015-03-31/event-source-mappings';
const QUALIFIER = { Qualifier: 'Qualifier' };
const PAGE = { Marker: 'Marker', MaxItems: { member: 'MaxItems', as: 'number' } } as const;

export const routes: readonly Route[] = [
  {
    method: 'POST',
    path: `${FUNCTIONS}/{FunctionName}/invocations`,
    operation: 'Invoke',
    query: QUALIFIER,
    headers: {
      'x-amz-invocation-type': 'InvocationType',
      'x-amz-log-type': 'LogType',
      'x-amz-client-context': 'ClientContext',
    },
    payload: 'Payload',
    output: {
      statusMember: 'StatusCode',
      headers: {
        'x-amz-function-error': 'FunctionError',
        'x-amz-log-result': 'LogResult',
        'x-amz-executed-version': 'ExecutedVersion',
      },
      payload: 'Payload',
    },
  },
  {
    method: 'GET',
    path: FUNCTIONS,
    operation: 'ListFunctions',
    query: { ...PAGE, FunctionVersion: 'FunctionVersion' },
  },
  { method: 'GET', path: `${FUNCTIONS}/{FunctionName}`, operation: 'GetFunction', query: QUALIFIER },
  {
    method: 'GET',
    path: `${FUNCTIONS}/{FunctionName}/configuration`,
    operation: 'GetFunctionConfiguration',
    query: QUALIFIER,
  },
  {
    method: 'POST',
    path: `${FUNCTIONS}/{FunctionName}/versions`,
    operation: 'PublishVersion',
    output: { status: 201 },
  },
  {
    method: 'GET',
    path: `${FUNCTIONS}/{FunctionName}/versions`,
    operation: 'ListVersionsByFunction',
    query: PAGE,
  },
  { method: 'POST', path: `${FUNCTIONS}/{FunctionName}/aliases`, operation: 'CreateAlias', output: { status: 201 } },
  { method: 'GET', path: `${FUNCTIONS}/{FunctionName}/aliases/{Name}`, operation: 'GetAlias' },
  {
    method: 'POST',
    path: `${FUNCTIONS}/{FunctionName}/policy`,
    operation: 'AddPermission',
    query: QUALIFIER,
    output: { status: 201 },
  },
  { method: 'GET', path: `${FUNCTIONS}/{FunctionName}/policy`, operation: 'GetPolicy', query: QUALIFIER },
  { method: 'POST', path: MAPPINGS, operation: 'CreateEventSourceMapping', output: { status: 202 } },
  {
    method: 'GET',
    path: MAPPINGS,
    operation: 'ListEventSourceMappings',
    query: { ...PAGE, EventSourceArn: 'EventSourceArn', FunctionName: 'FunctionName' },
  },
  { method: 'GET', path: `${MAPPINGS}/{UUID}`, operation: 'GetEventSourceMapping' },
];
