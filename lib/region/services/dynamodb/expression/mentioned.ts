/** The top-level attributes that a condition looks at. */
import type { Condition } from './condition.ts';
import type { Operand } from './operand.ts';

export function mentioned(condition: Condition): string[] {
  return [...new Set(operandsOf(condition).flatMap(namesIn))];
}

function operandsOf(condition: Condition): Operand[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...operandsOf(condition.left), ...operandsOf(condition.right)];
    case 'not':
      return operandsOf(condition.condition);
    case 'compare':
      return [condition.left, condition.right];
    case 'between':
      return [condition.operand, condition.low, condition.high];
    case 'in':
      return [condition.operand, ...condition.list];
    case 'call':
      return condition.operands;
  }
}

function namesIn(operand: Operand): string[] {
  if (operand.kind === 'path') return [operand.path[0]];
  return operand.kind === 'size' ? namesIn(operand.of) : [];
}
