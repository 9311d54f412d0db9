import type { DecisionTable, Input, Rule } from '../schema.ts';
import { testsOf } from '../tests.ts';
import { type Axis, axisOf } from './axis.ts';
import { type Box, boxOf } from './box.ts';

/** A rule with the box of inputs that it applies to. */
export interface Placed {
  rule: Rule;
  box: Box;
}

/** A table as geometry: an axis per input, a box per rule. */
export interface Space {
  table: DecisionTable;
  axes: Axis[];
  rules: Placed[];
}

export function spaceOf(table: DecisionTable): Space {
  const tests = table.rules.map((rule) => testsOf(table, rule));
  const axis = ([name, input]: [string, Input], at: number) => {
    const column = tests.map((row) => row[at]!);
    return axisOf(name, input, column);
  };
  const axes = Object.entries(table.inputs).map(axis);
  return { table, axes, rules: table.rules.map((rule, index) => ({ rule, box: boxOf(axes, tests[index]!) })) };
}

export const boxesOf = (rules: readonly Placed[]): Box[] => rules.map(({ box }) => box);
