/** Names and ARNs of Step Functions. */
import type { Region } from '../../service.ts';
import { AwsError } from '../../service.ts';

/** A machine, or one of its versions (a number) or aliases (a name). */
export interface MachineReference {
  name: string;
  qualifier?: string;
}

const MACHINE = /^arn:aws:states:[^:]+:\d+:stateMachine:([^:/]+)(?::([^:]+))?$/;
const EXECUTION = /^arn:aws:states:[^:]+:\d+:execution:([^:/]+):([^:]+)$/;

export const machineArn = (region: Region, name: string, qualifier?: string): string =>
  `arn:aws:states:${region.name}:${region.account}:stateMachine:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;

export const executionArn = (region: Region, machine: string, name: string): string =>
  `arn:aws:states:${region.name}:${region.account}:execution:${machine}:${name}`;

export const expressArn = (region: Region, machine: string, name: string, id: string): string =>
  `arn:aws:states:${region.name}:${region.account}:express:${machine}:${name}:${id}`;

export const activityArn = (region: Region, name: string): string =>
  `arn:aws:states:${region.name}:${region.account}:activity:${name}`;

/** @throws AwsError InvalidArn */
export function parseMachineArn(arn: string): MachineReference {
  const [, name, qualifier] = MACHINE.exec(arn) ?? [];
  if (name === undefined)
    throw new AwsError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${arn}'`);
  return { name, ...(qualifier !== undefined && { qualifier }) };
}

/** @throws AwsError InvalidArn */
export function parseExecutionArn(arn: string): { machine: string; name: string } {
  const [, machine, name] = EXECUTION.exec(arn) ?? [];
  if (machine === undefined || name === undefined) {
    throw new AwsError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: ${arn}'`);
  }
  return { machine, name };
}

/** AWS allows 80 characters, without white space, wildcards, brackets and some signs. @throws AwsError InvalidName */
export function checkName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/.test(name)) return name;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

/** A random id in the form of a UUID. */
export function uuid(region: Region): string {
  return region.id(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
}
