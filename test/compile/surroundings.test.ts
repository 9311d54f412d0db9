import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFolder } from '../../lib/compile/folder.ts';

const WORKFLOW = `apiVersion: countersign/v1
name: example
version: 1.0.0
deadline: 3d
steps:
  - { id: ask, kind: approval, title: Look, reason: Because, approvers: { role: ghost }, sla: 1h, timeout: 2h }
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'countersign-surroundings-'));
  mkdirSync(join(root, 'statemachines', 'example'), { recursive: true });
  writeFileSync(join(root, 'statemachines', 'example', 'workflow.yaml'), WORKFLOW);
});
afterEach(() => rmSync(root, { recursive: true }));

const codes = () => compileFolder(join(root, 'statemachines', 'example')).problems.map(({ code }) => code);

test('an approval is held against the directory of the deployment around the workflow', () => {
  mkdirSync(join(root, 'policies'));
  writeFileSync(join(root, 'policies', 'directory.yaml'), 'people: [{ id: ann, roles: [clerk] }]\n');
  expect(codes()).toEqual(['no-eligible-approver']);
});

test('where no directory is given, nobody is missed', () => {
  expect(codes()).toEqual([]);
});

const ASKING = `apiVersion: countersign/v1
name: example
version: 1.0.0
deadline: 3d
budget: { cost: 1 }
steps: [{ id: ask, kind: agent, instructions: ./ask.md, output: { type: object }, timeout: 1m, budget: { tokens: 1000 } }]
`;
const PRICES = 'transition: 0\nrequest: 0\ngigabyteSecond: 0\nmodels: { default: { input: 3, output: 1000 } }\n';

test('a budget is held against the prices of the deployment', () => {
  writeFileSync(join(root, 'statemachines', 'example', 'workflow.yaml'), ASKING);
  writeFileSync(join(root, 'statemachines', 'example', 'ask.md'), 'Say something.');
  expect(codes()).toEqual([]);
  mkdirSync(join(root, 'policies'));
  writeFileSync(join(root, 'policies', 'prices.yaml'), PRICES);
  expect(codes()).toEqual(['over-budget']);
});

test('a table of prices that is none is an error, and not the list prices', () => {
  mkdirSync(join(root, 'policies'));
  writeFileSync(join(root, 'policies', 'prices.yaml'), 'transition: cheap\n');
  expect(codes).toThrow(/prices\.yaml is no table of prices/);
});
