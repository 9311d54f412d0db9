import { RemovalPolicy, SecretValue, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Program } from '../../compile/program.ts';
import { allow } from '../grants.ts';
import type { Resources } from '../resources.ts';
import type { Access } from '../step-access.ts';
import { idOf } from './step-handlers.ts';

/** The secrets of the external systems that a workflow calls, by the system's name. */
export type Systems = Readonly<Record<string, Secret>>;

/**
 * A secret for each system that a tool of the workflow is granted to `call`. It is created empty: where the system is
 * and what it knows us by is set by an operator (`countersign systems set`), and stays when the workflow is deployed anew.
 */
export function systemSecrets(scope: Construct, { steps, name }: Program, { config, ledger }: Resources): Systems {
  const grants = Object.values(steps).flatMap(({ grants }) => grants);
  const called = [...new Set(grants.flatMap(({ call }) => call ?? []))].sort();
  const make = (system: string) => {
    const secret = new Secret(scope, `System${idOf(system)}`, {
      secretName: `countersign/${config.tenant}/${name}/${system}`,
      description: `Address and credentials of ${system}, for the tools of ${name} that call it`,
      encryptionKey: ledger.key,
      secretStringValue: SecretValue.unsafePlainText('{}'),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The credentials are those of another system, which gives new ones; an operator sets them here.',
    });
    return secret;
  };
  return Object.fromEntries(called.map((system) => [system, make(system)]));
}

/** Reading where one system is, and nothing of any other. The key that encrypts it comes with the ledger. */
export const systemAccess = (system: string, { secretArn }: Secret): Access => ({
  statements: [allow(['secretsmanager:GetSecretValue'], [secretArn])],
  environment: { [`COUNTERSIGN_SYSTEM_${system.toUpperCase().replaceAll('-', '_')}`]: secretArn },
});
