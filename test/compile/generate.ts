import fc from 'fast-check';

type Step = Record<string, unknown>;
/** What may be named at some place of a workflow that is being made. */
interface Names {
  steps: string[];
  hasIndex: boolean;
  hasItem: boolean;
  hasError: boolean;
}

/** Makes a workflow from numbers: every kind that holds steps, in each other, with reads of whatever is known. */
export function workflowOf(numbers: Iterator<number>): Record<string, unknown> {
  let left = 24;
  let count = 0;
  const pick = (n: number): number => numbers.next().value % n;
  function id(kind: string): string {
    count += 1;
    return `${kind}${count}`;
  }

  function reads({ steps, hasIndex, hasItem, hasError }: Names): Record<string, string> {
    const some = steps.filter(() => pick(3) === 0).slice(-4);
    const input: Record<string, string> = {};
    for (const step of some) input[step] = `{% $exists($steps.${step}) ? $steps.${step} : "none" %}`;
    if (hasIndex) input.index = '{% $index %}';
    if (hasItem) input.item = '{% $item %}';
    if (hasError) input.error = '{% $error %}';
    if (pick(4) === 0) input.given = '{% [$input.n, $run.id] %}';
    return input;
  }

  function tool(names: Names): Step {
    const undone = pick(3) === 0;
    const step = { id: id('t'), kind: 'tool', tool: undone ? 'take' : 'look', input: reads(names) };
    return undone ? { ...step, compensate: { tool: 'give' } } : step;
  }

  function handlers(names: Names, outcomes: string[], seen: string[]): Step[] {
    const kinds: (string | string[])[] = [['A'], ['B', 'LoopExhausted'], ['Paused'], 'any'];
    return kinds
      .filter(() => pick(2) === 0)
      .map((errors) => ({
        errors,
        undo: pick(2) === 0,
        outcome: outcomes[pick(outcomes.length)],
        steps: pick(2) === 0 ? list({ ...names, steps: [...names.steps, ...seen], hasError: true }, 1) : [],
      }));
  }

  function step(names: Names, depth: number): Step {
    left -= 1;
    const kind = depth > 3 || left <= 0 ? 0 : pick(10);
    if (kind <= 3) return tool(names);
    if (kind === 4) {
      const own = id('p');
      return { id: own, kind: 'parallel', branches: [{ id: `${own}-b`, steps: list(names, depth + 1) }] };
    }
    if (kind === 5) {
      const inner = { ...names, steps: [...names.steps], hasIndex: true, hasItem: true };
      const mode = pick(2) === 0 ? { mode: 'distributed' } : {};
      const batch = pick(3) === 0 ? { batch: 2 } : {};
      const items = ['{% [7] %}', '{% [[1, 2]] %}', '{% [$input.n] %}'][pick(3)];
      return { id: id('m'), kind: 'map', items, maxItems: 3, ...mode, ...batch, steps: list(inner, depth + 1) };
    }
    if (kind <= 7) {
      const own = id('l');
      const steps = list({ ...names, hasIndex: true }, depth + 1);
      const until = ['{% false %}', '{% $index >= 1 %}', '{% true %}'][pick(3)];
      return { id: own, kind: 'loop', max: 1 + pick(3), until, exhausted: ['fail', 'continue'][pick(2)], steps };
    }
    const own = id('s');
    const inner = { ...names, steps: [...names.steps] };
    const steps = list(inner, depth + 1);
    const seen = inner.steps.slice(names.steps.length);
    const deadline = pick(4) === 0 ? { deadline: '1d' } : {};
    const onError = handlers(names, ['continue', 'fail'], seen);
    names.steps.push(...seen);
    return { id: own, kind: 'scope', steps, onError, ...deadline };
  }

  /** Mutates `names`: what comes later knows what came before. */
  function list(names: Names, depth: number): Step[] {
    const steps: Step[] = [];
    for (let more = 1 + pick(3); more > 0; more -= 1) {
      const made = step(names, depth);
      steps.push(made);
      if (made.kind !== 'scope') names.steps.push(String(made.id));
    }
    return pick(4) === 0 && steps.length > 1 ? [choiceTo(steps, names), ...steps] : steps;
  }

  /** Passes some of them by. */
  function choiceTo(steps: Step[], { steps: known }: Names): Step {
    const target = String(steps[1 + pick(steps.length - 1)]!.id);
    const read = known[pick(known.length)]!;
    const when = ['{% true %}', '{% false %}', `{% $exists($steps.${read}) %}`][pick(3)];
    return {
      id: id('c'),
      kind: 'choice',
      choices: [{ when, next: pick(4) === 0 ? 'end' : target }],
      otherwise: String(steps[0]!.id),
    };
  }

  const names: Names = { steps: [], hasIndex: false, hasItem: false, hasError: false };
  const steps = list(names, 0);
  return {
    apiVersion: 'countersign/v1',
    name: 'example',
    version: '1.0.0',
    deadline: '3d',
    input: { type: 'object', properties: { n: { type: 'integer' } } },
    tools: TOOLS,
    steps,
    onError: handlers({ ...names, steps: [] }, ['rejected', 'exception'], names.steps),
    output: reads(names),
  };
}

const one = { handler: './x.ts', timeout: '10s', input: { type: 'object' } };
const TOOLS = {
  look: one,
  take: { ...one, idempotency: { verify: true }, grants: [{ write: 'payables' }] },
  give: { ...one, idempotency: { verify: true }, effect: 'additive', grants: [{ write: 'payables' }] },
};

export const workflows = fc.infiniteStream(fc.nat(1_000_000)).map((stream) => workflowOf(stream[Symbol.iterator]()));
