import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { compileFolder } from '../../lib/compile/folder.ts';
import { readConfig } from '../../lib/infra/config.ts';
import { deployment } from '../../lib/infra/deployment.ts';
import type { Site } from '../../lib/infra/site.ts';

const root = resolve(import.meta.dirname, '../..');
const flags = JSON.parse(readFileSync(join(root, 'node_modules/aws-cdk-lib/recommended-feature-flags.json'), 'utf8'));

export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties are as many as resource types; a test names the ones it reads
  Properties: any;
  DeletionPolicy?: string;
}

/** A synthesised stack: its whole text, and its resources by logical id. */
export interface Stack {
  name: string;
  text: string;
  resources: Record<string, Resource>;
}

/** The shipped workflow's site for some context; every function's code is one empty file, so that nothing is bundled. */
export function siteOf(context: Record<string, string>, code: string, grant?: Record<string, string>): Site {
  const folder = join(root, 'statemachines/document-processing');
  const { compiled } = compileFolder(folder);
  // A workflow that asks for more than there is.
  if (grant) compiled!.program.steps.receive!.grants = [grant];
  return {
    config: readConfig((key) => context[key]),
    root,
    workflows: [{ folder, ...compiled! }],
    prepare: () => {},
    code: () => code,
  };
}

/**
 * Synthesises a deployment for each context, side by side in one app, and removes what it wrote. Throws on findings of
 * cdk-nag; `spoil` is given the app before, to see that it does, and one step is granted `grant`.
 */
export function synthesise(
  contexts: Record<string, string>[],
  spoil: (app: App) => void = () => {},
  grant?: Record<string, string>,
): Stack[] {
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const code = join(folder, 'code');
    mkdirSync(code);
    writeFileSync(join(code, 'index.mjs'), 'export const handler = () => {};');
    const strong = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };
    const app = new App({ outdir: join(folder, 'cdk.out'), postCliContext: { ...flags, ...strong } });
    for (const context of contexts) deployment(app, siteOf(context, code, grant));
    spoil(app);
    return app.synth().stacks.map(({ stackName, template }) => ({
      name: stackName,
      text: JSON.stringify(template),
      resources: template.Resources,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All resources of a type, by `<stack>/<logical id>`. */
export function ofType(stacks: readonly Stack[], type: string): [string, Resource][] {
  return stacks.flatMap(({ name, resources }) =>
    Object.entries(resources).flatMap(([id, resource]): [string, Resource][] =>
      resource.Type === type ? [[`${name}/${id}`, resource]] : [],
    ),
  );
}

export interface Statement {
  /** `<stack>/<logical id>` of the policy. */
  policy: string;
  /** Logical ids of the roles that hold it. */
  roles: string[];
  effect: string;
  actions: string[];
  /** As JSON, one each. */
  resources: string[];
  condition: Record<string, Record<string, unknown>>;
}

/** Every statement that a role of the deployment holds. */
export function statements(stacks: readonly Stack[]): Statement[] {
  return ofType(stacks, 'AWS::IAM::Policy').flatMap(([policy, { Properties }]) =>
    Properties.PolicyDocument.Statement.map((each: Record<string, unknown>) => ({
      policy,
      roles: Properties.Roles.map(({ Ref }: { Ref: string }) => Ref),
      effect: String(each.Effect),
      actions: [each.Action].flat() as string[],
      resources: [each.Resource].flat().map((resource) => JSON.stringify(resource)),
      condition: (each.Condition ?? {}) as Statement['condition'],
    })),
  );
}
