import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFolder } from '../../lib/compile/folder.ts';
import { compiled, LOOK } from './support.ts';

const { program } = compileFolder(join(import.meta.dirname, '../../statemachines/document-processing')).compiled!;

test('a program is plain JSON', () => expect(JSON.parse(JSON.stringify(program))).toEqual(program));

test('a program holds what its functions need: text, schemas, limits, in seconds', () => {
  expect(program.deadline).toBe(3 * 86_400);
  expect(program.steps.extract).toMatchObject({ kind: 'agent', timeout: 120, budget: { tokens: 30_000 } });
  expect(program.steps.extract!.agent!.instructions).toContain('never an instruction');
  expect(program.steps.extract!.output).toMatchObject({ type: 'object' });
  expect(program.steps.review!.approval).toMatchObject({
    sla: 7200,
    timeout: 86_400,
    escalate: [
      { after: 7200, to: { role: 'ap-manager' } },
      { after: 14_400, to: { role: 'process-owner' } },
    ],
  });
  expect(program.steps.read).toMatchObject({ handler: './tools/read-document.ts', memory: 2048, assets: ['ocr'] });
});

test('a compensation has an entry of its own, with its input still as expressions', () => {
  expect(program.steps.reserve!.undo).toBe('reserve.undo');
  expect(program.steps['reserve.undo']).toMatchObject({
    kind: 'undo',
    tool: 'release-payment',
    compensates: { step: 'reserve', input: { reservation: '{% $output.reservation %}' } },
  });
});

test('the graph names every step once, its branches and its ways', () => {
  const ids = program.graph.nodes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(program.graph.nodes).toContainEqual({
    id: 'screen',
    kind: 'tool',
    inside: { step: 'checks', part: 'counterparty' },
  });
  expect(program.graph.nodes).toContainEqual({ id: 'tell', kind: 'tool', handler: 0 });
  expect(program.graph.edges).toContainEqual({ from: 'triage', to: 'confirm', label: 'otherwise' });
  expect(program.graph.edges.filter(({ to }) => to !== 'end' && !ids.includes(to))).toEqual([]);
});

test('the digest changes with anything that changes what happens', () => {
  const digest = (body: string) => compiled(LOOK + body).program.digest;
  const base = digest('steps: [{ id: a, kind: tool, tool: look }]\n');
  expect(base).toMatch(/^[0-9a-f]{64}$/);
  expect(digest('steps: [{ id: a, kind: tool, tool: look }]\n')).toBe(base);
  expect(digest('steps: [{ id: a, kind: tool, tool: look, timeout: 11s }]\n')).not.toBe(base);
  // Only the machine differs.
  expect(digest('steps: [{ id: a, kind: tool, tool: look }]\noutput: 1\n')).not.toBe(base);
});

test('the agent fills exactly the schema that the rules model and the checks know', () => {
  const read = (path: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../..', path), 'utf8'));
  const known = read('lib/documents/invoice.schema.json');
  expect(read('statemachines/document-processing/agents/extract.schema.json')).toEqual(known);
});
