/** Roles and policies as templates write them. */

export const allow = (Action: string[], Resource: unknown = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});

/** A role of this name that one service may assume, with one inline policy. */
export const roleOf = (RoleName: string, service: string, PolicyDocument: object) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
    },
    Policies: [{ PolicyName: 'own', PolicyDocument }],
  },
});
