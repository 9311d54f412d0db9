import type { CompiledWorkflow } from './site.ts';

/** Throws where a tool is declared for other AWS regions than the one of the deployment: its data would leave them. */
export function checkRegions(workflows: readonly CompiledWorkflow[], region: string): void {
  const abroad = workflows.flatMap(({ program: { name, steps } }) =>
    Object.entries(steps).flatMap(([step, { tool, regions }]) =>
      regions && !regions.includes(region) ? [`  ${name}, step ${step}: ${tool} may run in ${regions.join(', ')}`] : [],
    ),
  );
  if (abroad.length === 0) return;
  throw new Error(`the deployment is in ${region}, where some of its tools may not run:\n${abroad.join('\n')}`);
}
