import type { CompiledWorkflow } from './site.ts';

/**
 * Throws unless every workflow that another one asks for is among them, in the version that is asked for: a step would
 * only fail later, with nobody there to hear its request.
 */
export function checkChildren(workflows: readonly CompiledWorkflow[]): void {
  const versions = new Map(workflows.map(({ program }) => [program.name, program.version]));
  const problems = workflows.flatMap(({ program: { name, steps } }) =>
    Object.entries(steps).flatMap(([step, { child }]) => {
      if (!child) return [];
      const there = versions.get(child.workflow);
      if (there === child.version) return [];
      const instead = there === undefined ? `there is no workflow ${child.workflow}` : `it is ${there} that is there`;
      return [`  ${name}, step ${step}: asks for ${child.workflow} ${child.version}, and ${instead}`];
    }),
  );
  if (problems.length === 0) return;
  const known = [...versions].map(([name, version]) => `${name} ${version}`).join(', ');
  throw new Error(
    `workflows ask for others that this deployment does not have:\n${problems.join('\n')}\nit has ${known}`,
  );
}
