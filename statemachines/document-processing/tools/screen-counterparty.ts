import { defineTool } from '../../../lib/aws/tool.ts';
import type { EffectCall } from '../../../lib/engine/step.ts';
import { type Supplier, spell } from './supplier.ts';

/** Members of the EU, where books of a supplier may be kept in any member state. */
const EU = new Set('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '));

/** Countries whose law keeps such records inside. */
const KEPT_INSIDE = new Set(['CN', 'RU']);

/** Spells the supplier as the sanctions list does, and says where it is. Whether it may be dealt with is for the policy. */
export function screen({ name, country }: Supplier, sanctioned: readonly string[]): object {
  const supplier = spell(name);
  const residency = country && (EU.has(country) ? 'EU' : KEPT_INSIDE.has(country) ? country : undefined);
  return {
    supplier,
    sanctioned: sanctioned.includes(supplier),
    ...(country && { country }),
    ...(residency && { residency }),
  };
}

export const handler = defineTool({
  effect: async ({ input }: EffectCall<{ supplier: Supplier }>) => {
    const { default: policies } = await import('@countersign/policies');
    return screen(input.supplier, policies.data['sanctioned-names'] ?? []);
  },
});
