import type { Step, StepKind, StepTypes } from './schema.ts';

/** A member of a step that may hold expressions. */
export interface Templates {
  /** Where it stands in the step, parts joined by `/`. */
  key: string;
  value: unknown;
  /** Evaluated after the steps that the step holds, which it can read. */
  after?: boolean;
}

type Members = { [Kind in StepKind]: (step: StepTypes[Kind]) => Templates[] };

const policy = ({ policy: value }: { policy?: unknown }): Templates => ({ key: 'policy', value });

const MEMBERS: Members = {
  tool: (step) => [{ key: 'input', value: step.input }, { key: 'compensate', value: step.compensate }, policy(step)],
  agent: (step) => [{ key: 'input', value: step.input }, policy(step)],
  team: (step) => [{ key: 'input', value: step.input }, policy(step)],
  decision: (step) => [...cells(step), { key: 'ask/input', value: step.ask?.input }, policy(step)],
  approval: (step) => [
    { key: 'title', value: step.title },
    { key: 'reason', value: step.reason },
    { key: 'show', value: step.show },
    policy(step),
  ],
  choice: (step) => [{ key: 'choices', value: step.choices }],
  parallel: () => [],
  map: (step) => [
    { key: 'items', value: step.items },
    { key: 'output', value: step.output, after: true },
  ],
  loop: (step) => [{ key: 'until', value: step.until, after: true }],
  scope: () => [],
  wait: (step) => [{ key: 'until', value: step.until }],
  signal: (step) => [{ key: 'key', value: step.key }, policy(step)],
  emit: (step) => [{ key: 'detail', value: step.detail }, policy(step)],
  workflow: (step) => [
    { key: 'input', value: step.input },
    { key: 'compensate', value: step.compensate },
    policy(step),
  ],
};

/** What a decision table is asked about. */
function cells({ table }: StepTypes['decision']): Templates[] {
  return Object.entries(table?.inputs ?? {}).map(([name, { value }]) => ({ key: `table/inputs/${name}/value`, value }));
}

/** The members of a step that are templates. */
export function templatesOf(step: Step): Templates[] {
  const members = MEMBERS[step.kind] as (step: Step) => Templates[];
  return members(step);
}
