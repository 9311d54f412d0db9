import { system } from '../../../lib/aws/systems.ts';
import { defineTool } from '../../../lib/aws/tool.ts';
import { Terminal } from '../../../lib/engine/errors.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { changes } from '../../../lib/workflow/compatibility/changes.ts';

interface Described {
  version: string;
  schema: unknown;
}

export const handler = defineTool({
  effect: async ({ input: { dataset }, signal }: EffectCall<{ dataset: string }>) => {
    const path = encodeURIComponent(dataset);
    const contract = (await system('catalog').get(`/contracts/${path}`, { signal })) as Described;
    const offered = (await system('source').get(`/datasets/${path}/schema`, { signal })) as Described;
    return { contract: contract.version, changes: harmless(contract, offered) };
  },
});

/** Readers know the contract, the source writes what it offers: what breaks is what the contract does not accept. */
function harmless(contract: Described, offered: Described): number {
  const all = changes(contract.schema, offered.schema);
  const breaking = all.filter(({ breaks }) => breaks === 'writers' || breaks === 'both');
  if (breaking.length === 0) return all.length;
  const said = breaking.map(({ path, message }) => `${path.join('.') || 'the row'}: ${message}`).join('; ');
  throw new Terminal(
    `the source offers ${offered.version}, which readers of ${contract.version} cannot read: ${said}`,
    'ContractBroken',
  );
}
