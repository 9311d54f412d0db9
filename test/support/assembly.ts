import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureAssembly } from '../../lib/cli/assembly.ts';
import { MODEL } from './models.ts';

const root = join(import.meta.dirname, '../..');

/**
 * A folder with the product's assembly, of whose workflows only some are deployed. It is synthesised once, whole, for each
 * state of the sources, as `npm start` does it, however many test files ask for it at the same time.
 */
export async function productAssembly(workflows: readonly string[] = ['document-processing']): Promise<string> {
  const whole = join(root, '.countersign/assembly');
  const progress = { note: () => {}, begin: () => () => {} };
  await ensureAssembly({ root, output: whole, context: { tenant: 'acme', model: MODEL }, progress });
  return viewOf(whole, workflows);
}

/** The same assembly without the stacks of other workflows. What is large is linked; templates are its own. */
function viewOf(whole: string, workflows: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  for (const entry of readdirSync(whole, { withFileTypes: true })) {
    const [from, to] = [join(whole, entry.name), join(folder, entry.name)];
    if (entry.isDirectory()) symlinkSync(from, to);
    else copyFileSync(from, to);
  }
  const file = join(folder, 'manifest.json');
  const { artifacts, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as { artifacts: object };
  const isLeft = (name: string) =>
    /-Workflow-/.test(name) && !workflows.some((each) => name.replace('.assets', '').endsWith(`-Workflow-${each}`));
  const kept = Object.entries(artifacts).filter(([name]) => !isLeft(name));
  writeFileSync(file, JSON.stringify({ ...rest, artifacts: Object.fromEntries(kept) }));
  return folder;
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
