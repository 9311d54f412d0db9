/** Writes what is made of the language's own schemas, rules and examples: `node bin/language.ts`. Tests compare. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Schema } from '../lib/workflow/editor/members.ts';
import { type RuleDoc, reference } from '../lib/workflow/editor/reference.ts';
import { editorSchema } from '../lib/workflow/editor/schema.ts';

const root = join(import.meta.dirname, '..');
const editor = join(root, 'lib/workflow/editor');

/** The text of docs/language.md. */
export const languagePage = (): string =>
  reference({
    schema: editorSchema() as Schema,
    examples: examples(),
    rules: ruleDocsIn('lib/workflow/checks'),
    proofs: ruleDocsIn('lib/compile/proofs'),
  });

/** The examples by their names: kinds of step, and `file`. */
function examples(): Record<string, string> {
  const folder = join(editor, 'examples');
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name.replace('.yaml', ''), readFileSync(join(folder, name), 'utf8')]),
  );
}

/** The rules of a folder, one to a file, each with the comment that stands above it. */
function ruleDocsIn(folder: string): RuleDoc[] {
  return readdirSync(join(root, folder))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(join(root, folder, name), 'utf8');
      const code = /\n {2}code: '([a-z-]+)'/.exec(text);
      if (!code) return [];
      const [, comment = ''] = [...text.slice(0, code.index).matchAll(/\/\*\*([\s\S]*?)\*\//g)].at(-1) ?? [];
      const [, severity = 'error'] = /\n {2}severity: '(\w+)'/.exec(text) ?? [];
      return [{ code: code[1]!, severity, sentence: sentenceOf(comment) }];
    });
}

const sentenceOf = (comment: string) =>
  comment
    .replaceAll(/\n\s*\*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(editor, 'workflow.schema.json'), `${JSON.stringify(editorSchema(), null, 2)}\n`);
  writeFileSync(join(root, 'docs/language.md'), languagePage());
}
