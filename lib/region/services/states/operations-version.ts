import * as z from 'zod';
import type { Call, Operation } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { integer, operation } from '../../shape.ts';
import type { Machine, Version } from './machines.ts';
import { versionKey } from './machines.ts';
import { parseMachineArn } from './names.ts';
import { page, present } from './paging.ts';
import type { States } from './states.ts';

const stateMachineArn = z.string();
const paged = { maxResults: integer.optional(), nextToken: z.string().optional() };
const PUBLISH = z.strictObject({
  stateMachineArn,
  revisionId: z.string().optional(),
  description: z.string().optional(),
});
const VERSIONS = z.strictObject({ stateMachineArn, ...paged });
const VERSION = z.strictObject({ stateMachineVersionArn: z.string() });

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html and its neighbours */
export function versioning(states: States): Record<string, Operation> {
  const { machines } = states;
  const allowed = (call: Call, action: string, arn: string): Machine => {
    call.authorize(`states:${action}`, arn);
    return machines.named(arn);
  };
  return {
    ...operation('PublishStateMachineVersion', PUBLISH, (input, call) =>
      publish(states, input, allowed(call, 'PublishStateMachineVersion', input.stateMachineArn)),
    ),
    ...operation('ListStateMachineVersions', VERSIONS, (input, call) => {
      const { name } = allowed(call, 'ListStateMachineVersions', input.stateMachineArn);
      const { items, nextToken } = page(
        machines.versions.list(`${name}:`).reverse(),
        input.maxResults,
        input.nextToken,
      );
      return { stateMachineVersions: items.map(versionSummary), ...present({ nextToken }) };
    }),
    ...operation('DeleteStateMachineVersion', VERSION, (input, call) => {
      call.authorize('states:DeleteStateMachineVersion', input.stateMachineVersionArn);
      mustBeFree(states, input.stateMachineVersionArn);
      const { name, qualifier } = parseMachineArn(input.stateMachineVersionArn);
      machines.versions.delete(versionKey(name, Number(qualifier)));
      return {};
    }),
  };
}

/** @throws AwsError ConflictException while an alias points to the version */
function mustBeFree({ machines }: States, arn: string): void {
  const { name } = parseMachineArn(arn);
  const holder = machines.aliases
    .list(`${name}:`)
    .find(({ routes }) => routes.some(({ stateMachineVersionArn }) => stateMachineVersionArn === arn));
  if (!holder) return;
  throw new AwsError(
    'ConflictException',
    `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${holder.name}]`,
    409,
  );
}

function publish({ machines }: States, input: z.output<typeof PUBLISH>, machine: Machine): object {
  if (input.revisionId !== undefined && input.revisionId !== machine.revisionId) {
    throw new AwsError(
      'ConflictException',
      `The revision of ${machine.arn} is ${machine.revisionId}, not ${input.revisionId}`,
      409,
    );
  }
  const version = machines.publish(machine, input.description);
  return { stateMachineVersionArn: version.arn, creationDate: new Date(version.createdAt) };
}

const versionSummary = ({ arn, createdAt }: Version): object => ({
  stateMachineVersionArn: arn,
  creationDate: new Date(createdAt),
});
