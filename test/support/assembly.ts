import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureAssembly } from '../../lib/cli/assembly.ts';
import { MODEL } from './models.ts';

const root = join(import.meta.dirname, '../..');

/**
 * The folder of the product's assembly with some of its workflows, otherwise as `npm start` makes it: synthesised once
 * for each state of the sources, however many test files ask for it at the same time.
 */
export async function productAssembly(workflows: readonly string[] = ['document-processing']): Promise<string> {
  const output = join(root, `.countersign/assembly-${workflows.join('-')}`);
  const progress = { note: () => {}, begin: () => () => {} };
  const context = { tenant: 'acme', model: MODEL, workflows: workflows.join(',') };
  await ensureAssembly({ root, output, context, progress });
  return output;
}

type Template = { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };

/** A copy of an assembly in another folder, whose templates a test may change. */
export function copyOf(assembly: string, folder: string) {
  cpSync(assembly, folder, { recursive: true });
  const file = (stack: string) => join(folder, `Countersign-acme-eu-central-1-${stack}.template.json`);
  return {
    folder,
    /** Changes one template in place. */
    edit(stack: string, change: (template: Template) => void): void {
      const template = JSON.parse(readFileSync(file(stack), 'utf8')) as Template;
      change(template);
      writeFileSync(file(stack), JSON.stringify(template));
    },
  };
}
