import { attachmentsOf } from '../attachments.ts';
import type { Model } from '../model.ts';
import type { Path } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** Handlers, instructions and schemas stand beside the workflow file, inside its folder. */
export const missingFile: Rule = {
  code: 'missing-file',
  severity: 'error',
  *check(model) {
    for (const [file, path] of filesOf(model)) {
      if (!model.files.exists(file))
        yield {
          message: `there is no file '${file}' in the folder of the workflow`,
          path,
          fix: 'write it, or correct the path',
        };
    }
  },
};

function* filesOf({ workflow, places }: Model): Generator<[file: string, path: Path]> {
  for (const [name, { handler }] of Object.entries(workflow.tools)) yield [handler, ['tools', name, 'handler']];
  for (const { step, path } of places) {
    const { instructions, schemas } = attachmentsOf(step);
    for (const { key, file } of instructions) yield [file, [...path, ...parts(key)]];
    for (const { key, schema } of schemas) if (typeof schema === 'string') yield [schema, [...path, ...parts(key)]];
  }
}

const parts = (key: string): Path => key.split('/').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
