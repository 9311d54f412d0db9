import * as z from 'zod';
import { runId } from '../../engine/keys.ts';
import { ApiProblem } from '../problem.ts';
import { route } from '../route.ts';
import { findProgram } from './workflows.ts';

/** Bytes that come in through this door; a Lambda takes 6 MB, and base64 makes three bytes four. */
const LIMIT = 4 * 2 ** 20;

export const handInDocument = route({
  method: 'POST',
  path: '/v1/workflows/{id}/documents',
  operation: 'handInDocument',
  summary: 'Puts a document in the bucket that starts this workflow; up to 4 MB, larger ones go to the bucket itself',
  scope: 'write',
  params: z.object({ id: z.string() }),
  body: z.object({
    name: z.string().regex(/^[^/\\\p{Cc}]{1,200}$/u, 'a file name without slashes, up to 200 characters'),
    content: z.base64().meta({ description: 'The bytes of the document, in base64.' }),
  }),
  result: z.object({
    id: z.string().meta({ description: 'The run that it starts.' }),
    bucket: z.string(),
    key: z.string(),
    versionId: z.string(),
  }),
  status: 202,
  maxBody: 6 * 2 ** 20,
  run: async ({ params: { id }, body: { name, content } }, ports) => {
    const { trigger, name: workflow } = findProgram(ports, id);
    if (!trigger || !('objectCreated' in trigger)) {
      throw new ApiProblem(
        409,
        'takes-no-documents',
        `${id} does not start from a document; use POST /v1/workflows/${id}/execute`,
      );
    }
    const bytes = Buffer.from(content, 'base64');
    if (bytes.length > LIMIT)
      throw new ApiProblem(
        413,
        'too-large',
        `the document has ${bytes.length} bytes, this door takes ${LIMIT}; put it in the ${trigger.objectCreated.bucket} bucket itself`,
      );
    const object = await ports.intake.put(`${Buffer.from(ports.random.bytes(8)).toString('hex')}/${name}`, bytes);
    const { bucket, key, versionId } = object;
    return { id: runId(ports.tenant, workflow, JSON.stringify([bucket, key, versionId])), ...object };
  },
});
