import { NotAnchoredYet } from '../../../audit/export.ts';
import { document, type WebResponse } from '../message.ts';
import { PageProblem } from '../refusal.ts';
import { webRoute } from '../route.ts';
import { readWholeRun } from './read.ts';
import { runPage } from './view.ts';

export const showRun = webRoute({
  method: 'GET',
  path: /^\/runs\/(?<id>[0-9a-f]{40})$/,
  for: 'signed-in',
  run: async ({ ports, params: { id }, session }) => {
    const read = await readWholeRun(ports, id!);
    const graph = ports.programs[read.run.workflow]?.graph;
    return document(200, runPage({ read, graph, people: ports.directory.people, session }));
  },
});

export const downloadProof = webRoute({
  method: 'GET',
  path: /^\/runs\/(?<id>[0-9a-f]{40})\/proof\.json$/,
  for: 'signed-in',
  run: async ({ ports, params: { id } }) => {
    await readWholeRun(ports, id!);
    try {
      return file('proof.json', 'application/json', `${JSON.stringify(await ports.prove(id!), null, 1)}\n`);
    } catch (error) {
      if (!(error instanceof NotAnchoredYet)) throw error;
      throw new PageProblem(
        409,
        'The proof is not ready yet',
        'The newest entries of this run are not in a signed checkpoint yet. It takes a minute at most: go back, and try again.',
      );
    }
  },
});

export const downloadKey = webRoute({
  method: 'GET',
  path: /^\/runs\/[0-9a-f]{40}\/proof\.key$/,
  for: 'signed-in',
  run: async ({ ports }) => file('proof.key', 'text/plain; charset=utf-8', `${await ports.verifierKey()}\n`),
});

const file = (name: string, type: string, body: string): WebResponse => ({
  status: 200,
  headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  body,
});
