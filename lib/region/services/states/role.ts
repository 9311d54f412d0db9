/** Roles of machines: Step Functions acts as the role that a machine has, if the role's trust policy lets it. */
import type { Call, Principal, Region } from '../../service.ts';
import { AwsError } from '../../service.ts';

/**
 * The role, assumed for a machine. A trust policy may name the global service principal or that of the region.
 * @throws AwsError AccessDeniedException in AWS's words, with the reason after them
 */
export function machineRole(region: Region, roleArn: string, machineArn: string): Principal {
  const assume = (service: string) => region.role(roleArn, service, 'states', machineArn);
  try {
    return assume('states.amazonaws.com');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    try {
      return assume(`states.${region.name}.amazonaws.com`);
    } catch {
      // The refusal of the global principal says it all: no role, or no trust.
      throw new AwsError('AccessDeniedException', `${neither} ${error.message}`);
    }
  }
}

const neither =
  'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.';

/** Checks that a caller may give a machine this role, and that Step Functions may then assume it. */
export function passRole(region: Region, call: Call, roleArn: string, machineArn: string): void {
  call.authorize('iam:PassRole', roleArn, { 'iam:PassedToService': 'states.amazonaws.com' });
  machineRole(region, roleArn, machineArn);
}
