import { Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { allow, encrypt } from './grants.ts';
import type { Resources } from './resources.ts';
import { type Access, mailAccess, merge } from './step-access.ts';

/** What fires when an approval's time has come: the function, and the role that the scheduler calls it with. */
export interface ApprovalTimers {
  functionArn: string;
  role: Role;
}

/** Opening an approval: the token is encrypted here and never read, mails go out, timers are set outside the wait. */
export function approvalAccess(resources: Resources, timers: ApprovalTimers): Access {
  return merge(mailAccess(resources), timerAccess(resources, timers), tokenAccess(resources), {
    statements: [],
    environment: { COUNTERSIGN_URL: resources.url },
  });
}

/** Filing the token of a step that waits: encrypting it, never reading it again. */
export const tokenAccess = ({ ledger: { taskTokenKey } }: Resources): Access => ({
  statements: [encrypt(taskTokenKey)],
  environment: { COUNTERSIGN_TOKEN_KEY: taskTokenKey.keyArn },
});

function timerAccess({ schedules, ledger }: Resources, { functionArn, role }: ApprovalTimers): Access {
  const inGroup = Stack.of(ledger).formatArn({
    service: 'scheduler',
    resource: 'schedule',
    resourceName: schedules.ref,
  });
  return {
    statements: [
      allow(['scheduler:CreateSchedule'], [`${inGroup}/*`]),
      allow(['iam:PassRole'], [role.roleArn], { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }),
    ],
    environment: {
      COUNTERSIGN_SCHEDULE_GROUP: schedules.ref,
      COUNTERSIGN_SCHEDULE_ROLE: role.roleArn,
      COUNTERSIGN_SCHEDULE_TARGET: functionArn,
    },
  };
}
