import { join } from 'node:path';
import { jest } from '@jest/globals';
import { copyOf } from '../support/assembly.ts';
import { type Product, type RunRow, startProduct } from '../support/product.ts';

const STACK = 'Workflow-document-processing';
let product: Product;

jest.setTimeout(180_000);
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.remove());

interface Statement {
  Action: string | string[];
  Resource: unknown;
}

/** Deploys the product with one permission less in the role of one step. Gives back how many statements had it. */
async function deployWithout(step: string, action: string, resource: RegExp): Promise<number> {
  let taken = 0;
  const copy = copyOf(product.assembly, join(product.region.region.dataDir, `without-${step}`));
  copy.edit(STACK, ({ Resources }) => {
    const all = Object.values(Resources);
    const ofStep = all.find(({ Type, Properties }) => Type === 'AWS::Lambda::Function' && stepOf(Properties) === step);
    if (!ofStep) throw new Error(`the assembly has no function of the step ${step}`);
    const [role] = (ofStep.Properties.Role as { 'Fn::GetAtt': [string] })['Fn::GetAtt'];
    for (const { Type, Properties } of all) {
      if (Type !== 'AWS::IAM::Policy' || JSON.stringify(Properties.Roles) !== JSON.stringify([{ Ref: role }])) continue;
      for (const one of (Properties.PolicyDocument as { Statement: Statement[] }).Statement) {
        const actions = [one.Action].flat();
        if (!actions.includes(action) || !resource.test(JSON.stringify(one.Resource))) continue;
        one.Action = actions.filter((each) => each !== action);
        taken += 1;
      }
    }
  });
  await product.region.deploy(copy.folder);
  return taken;
}

const stepOf = (properties: Record<string, unknown>) =>
  (properties.Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables?.COUNTERSIGN_STEP;

test('a step whose role lacks one permission fails with the denial of AWS, what was done is undone, and a person is called', async () => {
  expect(await deployWithout('archive', 's3:PutObject', /Archive/)).toBe(1);
  const { key } = await product.drop('lindner-eur.pdf');
  const { run, status, reason } = await product.run(key);
  expect(status).toBe('EXCEPTED');
  expect(reason?.message).toMatch(
    /User: arn:aws:sts::123456789012:assumed-role\/\S*Archive\S* is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::\S*archive\S* because no identity-based policy allows the s3:PutObject action/,
  );
  expect(reason?.step).toBe('archive');
  expect(await product.exceptions()).toContainEqual(expect.objectContaining({ run, error: reason }));
  expect(await product.payables()).toEqual([expect.objectContaining({ status: 'released', reason: reason?.message })]);
});

test('the key of the data is guarded too: without kms:GenerateDataKey the document is not stored', async () => {
  expect(await deployWithout('receive', 'kms:GenerateDataKey', /ImportValue.*GetAttKey/)).toBe(1);
  const { key } = await product.drop('harlow-usd.pdf');
  const { status, reason } = await product.run(key);
  expect({ status, step: reason?.step }).toEqual({ status: 'EXCEPTED', step: 'receive' });
  expect(reason?.message).toMatch(/is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:/);
  expect(await product.objects(product.inbox())).toContain(key);
});

test('with the permissions back the same document goes through', async () => {
  await product.region.deploy(product.assembly);
  const { key, versionId } = await product.drop('harlow-usd.pdf');
  const newest = ({ status, input }: RunRow) => status === 'SUCCEEDED' && input?.value?.versionId === versionId;
  await product.run(key, newest);
});
