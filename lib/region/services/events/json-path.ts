/** The JSON paths that EventBridge takes in InputPath and InputPathsMap: `$.detail.items[0].name`, `$.detail.items[*].name`. */
import { AwsError } from '../../service.ts';

const STEP = /\.([\w\-/:]+)|\[(\d+|\*)\]|\['([^']+)'\]/y;

/** The value at a path; undefined where there is none. A wildcard gives an array. */
export function jsonPath(path: string): (event: unknown) => unknown {
  const steps = parse(path);
  return (event) =>
    steps.reduce<unknown>((value, step, index) => resolve(value, step, steps[index - 1] === '*'), event);
}

type Step = string | number;

function parse(path: string): Step[] {
  const steps: Step[] = [];
  if (!path.startsWith('$'))
    throw new AwsError('ValidationException', `${path} is not a JSON path; it must begin with $.`);
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const from = STEP.lastIndex;
    const found = STEP.exec(path);
    if (!found)
      throw new AwsError(
        'ValidationException',
        `${path} is not a JSON path that EventBridge takes: "${path.slice(from)}"`,
      );
    const [, name, index, quoted] = found;
    steps.push(name ?? quoted ?? (index === '*' ? '*' : Number(index)));
  }
  return steps;
}

function resolve(value: unknown, step: Step, many: boolean): unknown {
  if (many && Array.isArray(value))
    return value.map((each) => resolve(each, step, false)).filter((each) => each !== undefined);
  if (step === '*') return Array.isArray(value) ? value : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<Step, unknown>)[step];
}
