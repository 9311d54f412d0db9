import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFile, compileFolder } from '../../lib/compile/folder.ts';
import { print } from '../../lib/compile/print.ts';

const folder = join(import.meta.dirname, 'refund');

test('a workflow in TypeScript and its twin in YAML are one program and one machine, to the letter', () => {
  const typescript = compileFolder(folder);
  const yaml = compileFile(join(folder, 'twin.yaml'));
  expect([typescript.problems, yaml.problems]).toEqual([[], []]);
  expect(print(typescript.compiled!.asl)).toBe(print(yaml.compiled!.asl));
  expect(typescript.compiled!.program).toEqual(yaml.compiled!.program);
  expect(readFileSync(join(folder, 'workflow.ts'), 'utf8')).not.toContain('{%');
});
