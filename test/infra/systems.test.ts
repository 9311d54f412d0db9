import { ofType, statements, synthesise } from './synth.ts';

const stacks = synthesise([{ tenant: 'acme', region: 'eu-central-1' }], undefined, { call: 'hr-core' });
const [id, secret] = ofType(stacks, 'AWS::SecretsManager::Secret').find(([, { Properties }]) =>
  String(Properties.Name).startsWith('countersign/'),
)!;
const logical = id.split('/').at(-1)!;

test('a system that a tool calls has a secret under the name of its workflow, without a value of ours', () => {
  expect(secret).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: { Name: 'countersign/acme/document-processing/hr-core', SecretString: '{}' },
  });
  expect(secret.Properties.KmsKeyId).toBeDefined();
});

test('the tool that calls it may read that secret, is told which it is, and nobody else may', () => {
  const readers = statements(stacks).filter(({ resources }) => resources.some((text) => text.includes(logical)));
  expect(readers.map(({ actions }) => actions)).toEqual([['secretsmanager:GetSecretValue']]);
  expect(readers[0]!.roles).toEqual([expect.stringMatching(/^Receive/)]);
  const told = ofType(stacks, 'AWS::Lambda::Function').filter(([, { Properties }]) =>
    JSON.stringify(Properties.Environment).includes(logical),
  );
  expect(told.map(([, { Properties }]) => Properties.Environment.Variables.COUNTERSIGN_SYSTEM_HR_CORE)).toEqual([
    { Ref: logical },
  ]);
});
