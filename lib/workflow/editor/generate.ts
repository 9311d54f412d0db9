/** Writes what is made of the language's own schemas: `node lib/workflow/editor/generate.ts`. A test compares. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorSchema } from './schema.ts';

writeFileSync(join(import.meta.dirname, 'workflow.schema.json'), `${JSON.stringify(editorSchema(), null, 2)}\n`);
