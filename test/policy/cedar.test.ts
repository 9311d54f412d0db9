import { approvalRequest } from '../../lib/policy/approval-request.ts';
import { makeBundle } from '../../lib/policy/bundle.ts';
import { cedar } from '../../lib/policy/cedar.ts';
import { readDirectory } from '../../lib/policy/directory.ts';
import { readPolicies } from '../../lib/policy/read.ts';
import { stepRequest } from '../../lib/policy/step-request.ts';

const SCHEMA = `
  entity List = { items: Set<String> };
  entity Workflow = { tenant: String, residency: String };
  entity Tool in [Workflow] = { tenant: String };
  action InvokeTool appliesTo { principal: [Workflow], resource: [Tool], context: { region?: String } };
`;
const ALL = 'permit (principal, action, resource);';
const question = (context = {}) =>
  stepRequest({
    tenant: 'acme',
    region: 'eu-central-1',
    program: { name: 'pay' },
    step: 's',
    spec: { kind: 'tool', tool: 't', policy: { action: 'InvokeTool' } },
    context,
  });
const deciding = (policies: Record<string, string>, data = {}) =>
  cedar(makeBundle({ schema: SCHEMA, policies: { all: ALL, ...policies }, data }));

describe('a decision', () => {
  test('names the policies that made it, by the name of their files, and the bundle', () => {
    const decision = deciding({ 'not-t': 'forbid (principal, action, resource == Tool::"t");' }).decide(question());
    expect(decision).toMatchObject({ allow: false, policies: ['not-t'], errors: [] });
    expect(decision.bundle).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is a deny when a policy errors: Cedar alone would skip the forbid and allow', () => {
    // No such list is in the data, so the forbid cannot be evaluated.
    const broken = 'forbid (principal, action, resource) when { List::"gone".items.contains("x") };';
    const decision = deciding({ broken }).decide(question());
    expect(decision.allow).toBe(false);
    expect(decision.errors[0]).toContain('broken');
  });

  test('is a deny when the request does not fit the schema', () => {
    const decision = deciding({}).decide(question({ regoin: 'eu' }));
    expect(decision).toMatchObject({ allow: false, policies: [] });
    expect(decision.errors).not.toEqual([]);
  });

  test('carries the obligations of the policies that made it, and of no other', () => {
    const careful = '@obligation_approval("ap-manager") permit (principal, action, resource == Tool::"t");';
    const other = '@obligation_redact("iban") permit (principal, action, resource == Tool::"u");';
    const { obligations } = deciding({ careful, other }).decide(question());
    expect(obligations).toEqual([{ policy: 'careful', name: 'approval', value: 'ap-manager' }]);
  });

  test('reads lists of the bundle', () => {
    const listed =
      'forbid (principal, action, resource) when { context has region && List::"blocked".items.contains(context.region) };';
    const { decide } = deciding({ listed }, { blocked: ['xx'] });
    expect(decide(question({ region: 'xx' })).allow).toBe(false);
    expect(decide(question({ region: 'yy' })).allow).toBe(true);
  });
});

test('a bundle that does not parse is an error of the deployment, not a decision', () => {
  expect(() => deciding({ typo: 'permitt (principal, action, resource);' })).toThrow('policies of the policy bundle');
});

test('any change of schema, policies or data is another bundle', () => {
  const parts = { schema: SCHEMA, policies: { all: ALL }, data: { l: ['a'] } };
  const hashes = [
    parts,
    { ...parts, schema: `${SCHEMA} ` },
    { ...parts, policies: { al: ALL } },
    { ...parts, data: { l: ['b'] } },
  ];
  expect(new Set(hashes.map((each) => makeBundle(each).hash)).size).toBe(4);
});

test('the shipped policies decide what steps and people really ask', () => {
  const { decide } = cedar(readPolicies('policies'));
  const about = { tenant: 'acme', region: 'eu-central-1', program: { name: 'document-processing' }, step: 'comply' };
  const spec = { kind: 'tool', tool: 'attest-compliance', policy: { action: 'AttestCompliance' } };
  const context = { amount: 119_000, currency: 'EUR', supplier: 'MUSTER GMBH', country: 'DE', residency: 'EU' };
  expect(decide(stepRequest({ ...about, spec, context }))).toMatchObject({ allow: true });
  expect(decide(stepRequest({ ...about, region: 'us-east-1', spec, context }))).toMatchObject({
    policies: ['residency'],
    reasons: [expect.stringContaining('keep data')],
  });
  const approval = {
    id: 'a',
    workflow: 'document-processing',
    approverRoles: ['accounts-payable'],
    initiator: 'p-anna',
  };
  const asking = (id: string) =>
    approvalRequest({ person: { id, roles: ['accounts-payable'] }, approval, decision: 'approve', stepUp: true });
  expect(decide(asking('p-ben'))).toMatchObject({ allow: true });
  expect(decide(asking('p-anna'))).toMatchObject({ allow: false, policies: ['no-self-approval'] });
});

test('a directory with a role or manager that does not exist says so, all at once', () => {
  const person = { id: 'p-1', name: 'A', email: 'a@example.com', roles: ['king'], manager: 'p-9' };
  expect(() => readDirectory({ roles: {}, people: [person] })).toThrow(/king[\s\S]*p-9/);
});
