import { permissionChanges } from '../../lib/compile/permissions.ts';
import { prove } from '../../lib/compile/prove.ts';
import { filesOf } from '../../lib/workflow/files.ts';

const workflow = (grants: string, rest = '') => `apiVersion: countersign/v1
name: example
version: 1.0.0
deadline: 1d
systems: { books: { description: The books } }
tools:
  look: { handler: ./look.ts, timeout: 10s, input: { type: object }, effect: additive, retry: { attempts: 1 }, grants: [${grants}] }
steps:
  - { id: a, kind: tool, tool: look }
${rest}`;
const permissions = (text: string) => prove(text, filesOf({ './look.ts': '' })).permissions!;

test('every permission of a tool comes from a grant of the file, and names what it is for', () => {
  const own = permissions(workflow('{ read: documents }, { call: books }')).a!.filter(
    ({ because }) => because[0] === 'tools',
  );
  expect(own).toEqual([
    {
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'],
      on: 'bucket documents',
      because: ['tools', 'look', 'grants', 0, 'read'],
    },
    {
      actions: ['secretsmanager:GetSecretValue'],
      on: 'the secret of system books',
      because: ['tools', 'look', 'grants', 1, 'call'],
    },
  ]);
});

test('the difference of two versions names each action that is new, and each that is gone, with its line of the file', () => {
  const before = permissions(workflow('{ read: documents }'));
  const after = permissions(workflow('{ write: documents }', '  - { id: b, kind: emit, event: example.said }\n'));
  const changes = permissionChanges(before, after);
  expect(changes.filter(({ function: key }) => key === 'a')).toEqual([
    {
      change: 'removed',
      function: 'a',
      action: 's3:GetObject',
      on: 'bucket documents',
      because: '/tools/look/grants/0/read',
    },
    {
      change: 'removed',
      function: 'a',
      action: 's3:GetObjectVersion',
      on: 'bucket documents',
      because: '/tools/look/grants/0/read',
    },
    {
      change: 'removed',
      function: 'a',
      action: 's3:ListBucket',
      on: 'bucket documents',
      because: '/tools/look/grants/0/read',
    },
    {
      change: 'added',
      function: 'a',
      action: 's3:PutObject',
      on: 'bucket documents',
      because: '/tools/look/grants/0/write',
    },
  ]);
  expect(changes).toContainEqual({
    change: 'added',
    function: 'b',
    action: 'events:PutEvents',
    on: "the deployment's bus",
    because: '/steps/1/kind',
  });
  expect(permissionChanges(after, after)).toEqual([]);
});
