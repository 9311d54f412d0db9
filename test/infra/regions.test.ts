import { compile } from '../../lib/compile/compile.ts';
import { checkRegions } from '../../lib/infra/regions.ts';
import { check } from '../../lib/workflow/check.ts';
import { filesOf } from '../../lib/workflow/files.ts';

const TEXT = `apiVersion: countersign/v1
name: example
version: 1.0.0
deadline: 1d
tools:
  look: { handler: ./look.ts, timeout: 10s, input: { type: object }, regions: [eu-central-1, eu-west-1] }
steps: [{ id: a, kind: tool, tool: look }]
`;

test('a tool is deployed only where it may run', () => {
  const files = filesOf({ './look.ts': '' });
  const workflows = [{ folder: '.', ...compile(check(TEXT, files).workflow!, files) }];
  expect(() => checkRegions(workflows, 'eu-west-1')).not.toThrow();
  expect(() => checkRegions(workflows, 'us-east-1')).toThrow(
    'example, step a: look may run in eu-central-1, eu-west-1',
  );
});
