/** Draws workflows that have no errors: all kinds, nested, with choices that jump, handlers, compensations. */
import { type Dice, dice } from './dice.ts';
import { expressionsOver, type Readable } from './expressions.ts';
import { OUTPUT, TOOLS, type ToolName } from './tools.ts';

export type Draft = { [key: string]: unknown };

/** What is known where a step is drawn. */
export interface Where {
  always: Readable[];
  perhaps: Readable[];
  depth: number;
  inMap: boolean;
  inLoop: boolean;
  inHandler: boolean;
  /** An effect that must be taken back has no place here. */
  harmless: boolean;
}

export interface Drawing {
  dice: Dice;
  allowed: ReadonlySet<Feature>;
  tools: Set<ToolName>;
  ids: number;
  /** Steps that may still be drawn. */
  left: number;
}

/** A drawn step with what it gives on every way, and on some. */
interface Drawn {
  step: Draft;
  always: Readable[];
  perhaps: Readable[];
}

export const KINDS = [
  'tool',
  'agent',
  'team',
  'decision',
  'approval',
  'parallel',
  'map',
  'loop',
  'scope',
  'wait',
  'signal',
  'emit',
  'workflow',
] as const;
export type Kind = (typeof KINDS)[number];

/** What is drawn beside plain steps: kinds, joins that do not wait for all, deadlines of scopes, maps of executions, long loops. */
export const ALL = [...KINDS, 'join', 'deadline', 'distributed', 'part'] as const;
export type Feature = (typeof ALL)[number];

/** A workflow of the kinds given, as the data of its file. */
export function generate(seed: string, allowed: readonly Feature[] = ALL): Draft {
  const rolled = dice(`${seed}:workflow`);
  const drawing: Drawing = {
    dice: rolled,
    allowed: new Set(allowed),
    tools: new Set(),
    ids: 0,
    left: 1 + rolled.below(25),
  };
  const start: Where = {
    always: [],
    perhaps: [],
    depth: 0,
    inMap: false,
    inLoop: false,
    inHandler: false,
    harmless: false,
  };
  const main = list(drawing, start, 1 + rolled.below(8));
  const onError = handlers(drawing, { ...start, perhaps: [...main.always, ...main.perhaps], inHandler: true }, [
    'rejected',
    'exception',
  ]);
  const { template } = expressionsOver(drawing.dice, { ...start, always: main.always, perhaps: main.perhaps });
  const tools = Object.fromEntries([...drawing.tools].map((name) => [name, TOOLS[name]]));
  return {
    apiVersion: 'countersign/v1',
    name: 'drawn',
    version: '1.0.0',
    deadline: rolled.chance(0.1) ? '5h' : '60d',
    input: INPUT,
    ...(drawing.tools.size > 0 && { tools }),
    steps: main.steps,
    ...(rolled.chance(0.8) && { output: template() }),
    ...(onError.length > 0 && { onError }),
  };
}

const INPUT = {
  type: 'object',
  // So that an expression may ask for a member that is not there.
  additionalProperties: true,
  properties: {
    n: { type: 'integer' },
    flag: { type: 'boolean' },
    text: { type: 'string' },
    list: { type: 'array', maxItems: 6 },
    items: { type: 'array', maxItems: 6, items: { type: 'object' } },
  },
};

interface List {
  steps: Draft[];
  always: Readable[];
  perhaps: Readable[];
}

/** Steps of one list. A choice or a `next` may jump forward; nothing is left that no way leads to. */
export function list(drawing: Drawing, where: Where, length: number): List {
  const { dice: rolled } = drawing;
  const count = Math.max(1, Math.min(length, drawing.left));
  const edges = edgesOf(rolled, count);
  const ids = edges.map(({ isChoice }) => newId(drawing, isChoice ? 'fork' : undefined));
  const known: (Flow | undefined)[] = [{ always: where.always, perhaps: where.perhaps }];
  const steps: Draft[] = [];
  for (let index = 0; index < count; index++) {
    const here = known[index]!;
    const inside = { ...where, ...here };
    const { to, isChoice } = edges[index]!;
    const names = to.map((target) => (target === count ? 'end' : ids[target]!));
    const drawn = isChoice ? fork(drawing, inside, ids[index]!, names) : step(drawing, inside, ids[index]!);
    if (!isChoice && (to[0] !== index + 1 || rolled.chance(0.05))) drawn.step.next = names[0];
    const flow = { always: [...here.always, ...drawn.always], perhaps: [...here.perhaps, ...drawn.perhaps] };
    for (const target of to) known[target] = meet(known[target], flow);
    steps.push(drawn.step);
  }
  const end = known[count]!;
  const before = new Set([...where.always, ...where.perhaps].map(({ id }) => id));
  const isNew = ({ id }: Readable) => !before.has(id);
  return { steps, always: end.always.filter(isNew), perhaps: end.perhaps.filter(isNew) };
}

interface Flow {
  always: Readable[];
  perhaps: Readable[];
}

/** What is known where two ways meet. */
function meet(one: Flow | undefined, other: Flow): Flow {
  if (!one) return other;
  const has = (flow: Readable[], { id }: Readable) => flow.some((each) => each.id === id);
  const always = one.always.filter((each) => has(other.always, each));
  const all = [...one.always, ...one.perhaps, ...other.always, ...other.perhaps];
  const perhaps = all.filter(
    (each, index) => !has(always, each) && all.findIndex(({ id }) => id === each.id) === index,
  );
  return { always, perhaps };
}

interface Edges {
  isChoice: boolean;
  /** Positions in the list; its length is the end. */
  to: number[];
}

/** Ways forward through a list of steps, such that each is reached. */
function edgesOf(rolled: Dice, count: number): Edges[] {
  const edges = Array.from({ length: count }, (_, index): Edges => {
    const rest = count - index;
    const jump = () => index + 1 + rolled.below(rest);
    if (rolled.chance(0.15))
      return { isChoice: true, to: [...Array.from({ length: 1 + rolled.below(2) }, jump), jump()] };
    return { isChoice: false, to: [rolled.chance(0.06) ? jump() : index + 1] };
  });
  for (let index = 1; index < count; index++) {
    const isReached = edges.slice(0, index).some(({ to }) => to.includes(index));
    const before = edges[index - 1]!;
    if (!isReached) before.to = before.isChoice ? [...before.to.slice(0, -1), index] : [index];
  }
  return edges;
}

const WORDS = ['pay', 'check', 'ship', 'ask', 'note', 'file', 'or', 'in-full'];

function newId(drawing: Drawing, word = drawing.dice.pick(WORDS)): string {
  drawing.ids += 1;
  return drawing.dice.chance(0.5) ? `${word}-${drawing.ids}` : `${word.replace('-', '')}${drawing.ids}`;
}

function fork(drawing: Drawing, where: Where, id: string, names: string[]): Drawn {
  drawing.left -= 1;
  const { condition } = expressionsOver(drawing.dice, where);
  const choices = names.slice(0, -1).map((next) => ({ when: condition(), next }));
  return { step: { id, kind: 'choice', choices, otherwise: names.at(-1) }, always: [], perhaps: [] };
}

function step(drawing: Drawing, where: Where, id: string): Drawn {
  drawing.left -= 1;
  const { dice: rolled, allowed } = drawing;
  const fits = KINDS.filter((kind) => allowed.has(kind) && !(where.harmless && kind === 'emit')).filter((kind) =>
    HOLDS.has(kind) ? where.depth < 4 && drawing.left > 0 : true,
  );
  const kind = rolled.chance(0.4) ? 'tool' : rolled.pick(fits);
  const drawn = DRAWERS[kind](drawing, where, id);
  if (rolled.chance(0.05)) drawn.step.description = 'A step: "drawn" by chance';
  return drawn;
}

const HOLDS = new Set<Kind>(['parallel', 'map', 'loop', 'scope']);

type Drawer = (drawing: Drawing, where: Where, id: string) => Drawn;

const gives = (step: Draft, as: Readable['as']): Drawn => ({
  step,
  always: [{ id: step.id as string, as }],
  perhaps: [],
});

/** Members that are there now and then. */
const now = (is: boolean, members: Draft): Draft => (is ? members : {});

const DRAWERS: Record<Kind, Drawer> = {
  tool(drawing, where, id) {
    const { dice: rolled } = drawing;
    const { object } = expressionsOver(rolled, where);
    const names: ToolName[] = where.harmless
      ? ['look', 'busy', 'twice', 'once']
      : ['look', 'look', 'take', 'take', 'grab', 'send', 'busy', 'twice', 'once', 'note'];
    const tool = rolled.pick(names);
    drawing.tools.add(tool);
    const isTaken = tool === 'take' || tool === 'grab';
    if (isTaken) drawing.tools.add('give');
    const back = expressionsOver(rolled, { ...where, always: [...where.always, { id, as: 'own' }] });
    return gives(
      {
        id,
        kind: 'tool',
        tool,
        ...now(rolled.chance(0.7), { input: object() }),
        ...now(isTaken, {
          compensate: {
            tool: 'give',
            ...now(rolled.chance(0.7), { input: { ...back.object(), own: '{% $output.n %}' } }),
          },
        }),
        ...now(rolled.chance(0.1), { timeout: '45s' }),
        ...now(rolled.chance(0.2), { policy: { action: 'Pay', context: object() } }),
      },
      'any',
    );
  },
  agent(drawing, where, id) {
    const { object } = expressionsOver(drawing.dice, where);
    return gives(
      { id, kind: 'agent', instructions: './agents/a.md', input: object(), output: OUTPUT, timeout: '2m' },
      'any',
    );
  },
  team(drawing, where, id) {
    const { object } = expressionsOver(drawing.dice, where);
    const members = ['one', 'two'].map((name) => ({ name, instructions: `./agents/${name}.md` }));
    const rest = { input: object(), output: OUTPUT, timeout: '5m' };
    return gives({ id, kind: 'team', pattern: 'relay', members, ...rest }, 'any');
  },
  decision(drawing, where, id) {
    const { number, object } = expressionsOver(drawing.dice, where);
    if (drawing.dice.chance(0.4)) {
      const ask = {
        instructions: './agents/d.md',
        outcomes: ['yes', 'no'],
        confidence: 0.8,
        below: 'no',
        input: object(),
      };
      return gives({ id, kind: 'decision', ask }, 'ask');
    }
    const table = {
      hit: 'first',
      inputs: { n: { type: 'number', value: number() } },
      outputs: { v: { type: 'string', maxLength: 9 } },
      rules: [rule('low', 'low', { n: '< 3' }), rule('rest', 'rest')],
    };
    return gives({ id, kind: 'decision', table }, 'table');
  },
  approval(drawing, where, id) {
    const { object, value } = expressionsOver(drawing.dice, where);
    return gives(
      {
        id,
        kind: 'approval',
        title: 'Please decide',
        reason: 'because of "this"',
        form: OUTPUT,
        ...now(drawing.dice.chance(0.6), { show: { document: value(), fields: object() } }),
        approvers: { role: 'clerk' },
        sla: '30m',
        timeout: '4h',
      },
      'approval',
    );
  },
  signal(drawing, where, id) {
    const { text } = expressionsOver(drawing.dice, where);
    const heartbeat = now(drawing.dice.chance(0.1), { heartbeat: '3h' });
    return gives(
      { id, kind: 'signal', signal: 'payment.received', key: text(), timeout: '4h', ...heartbeat, output: OUTPUT },
      'any',
    );
  },
  emit(drawing, where, id) {
    const { object } = expressionsOver(drawing.dice, where);
    const step = { id, kind: 'emit', event: 'thing.done', ...now(drawing.dice.chance(0.8), { detail: object() }) };
    return { step, always: [], perhaps: [] };
  },
  wait(drawing, _, id) {
    const time = drawing.dice.pick(['30s', '5m', '2h']);
    const until = drawing.dice.chance(0.2);
    const when = until ? { until: '{% $fromMillis($toMillis($run.startedAt) + 7200000) %}' } : { for: time };
    return { step: { id, kind: 'wait', ...when }, always: [], perhaps: [] };
  },
  workflow(drawing, where, id) {
    const { dice: rolled } = drawing;
    const { object } = expressionsOver(rolled, where);
    const own = { id, kind: 'workflow', workflow: 'other', version: '1.2.3', input: object() };
    const isHarmless = where.harmless || rolled.chance(0.5);
    if (!isHarmless) drawing.tools.add('give');
    const effect = isHarmless ? { effect: 'none' } : { compensate: { tool: 'give', input: { run: '{% $run.id %}' } } };
    if (rolled.chance(0.3)) return { step: { ...own, wait: false, ...effect }, always: [], perhaps: [] };
    return gives({ ...own, timeout: '4h', ...effect, output: OUTPUT }, 'any');
  },
  parallel(drawing, where, id) {
    const { dice: rolled } = drawing;
    const count = 1 + rolled.below(3);
    const join =
      rolled.chance(0.75) || !drawing.allowed.has('join')
        ? 'all'
        : rolled.chance(0.5)
          ? 'any'
          : { need: 1 + rolled.below(count) };
    const inside = { ...where, depth: where.depth + 1, harmless: where.harmless || join !== 'all' };
    const branches = Array.from({ length: count }, (_, index) => ({
      id: `branch-${index}`,
      ...list(drawing, inside, 1 + rolled.below(3)),
    }));
    const step = {
      id,
      kind: 'parallel',
      ...now(join !== 'all', { join }),
      branches: branches.map(({ id: name, steps }) => ({ id: name, steps })),
    };
    const always = branches.flatMap((branch) => branch.always);
    const perhaps = branches.flatMap((branch) => branch.perhaps);
    const own: Readable = { id, as: 'whole' };
    return join === 'all'
      ? { step, always: [...always, own], perhaps }
      : { step, always: [own], perhaps: [...always, ...perhaps] };
  },
  map(drawing, where, id) {
    const { dice: rolled } = drawing;
    const { items } = expressionsOver(rolled, where);
    const body = list(drawing, { ...where, depth: where.depth + 1, inMap: true }, 1 + rolled.below(3));
    const after = expressionsOver(rolled, {
      ...where,
      inMap: true,
      always: [...where.always, ...body.always],
      perhaps: [...where.perhaps, ...body.perhaps],
    });
    const isDistributed = drawing.allowed.has('distributed') && rolled.chance(0.3);
    const last = body.steps.at(-1)!;
    const isGiven = body.always.some((each) => each.id === last.id && !['parallel'].includes(last.kind as string));
    return gives(
      {
        id,
        kind: 'map',
        items: items(),
        maxItems: rolled.pick([4, 6, 10]),
        // Said, because its size may decide else, and an item that fails says something else then.
        mode: isDistributed ? 'distributed' : 'inline',
        ...now(isDistributed && rolled.chance(0.3), { batch: 2 }),
        ...now(isDistributed && rolled.chance(0.5), { tolerate: { failures: rolled.below(3) } }),
        ...now(rolled.chance(0.3), { concurrency: 1 + rolled.below(3) }),
        steps: body.steps,
        ...now(!isGiven || rolled.chance(0.6), { output: after.template() }),
      },
      'list',
    );
  },
  loop(drawing, where, id) {
    const { dice: rolled } = drawing;
    const body = list(drawing, { ...where, depth: where.depth + 1, inLoop: true }, 1 + rolled.below(3));
    const after = expressionsOver(rolled, {
      ...where,
      inLoop: true,
      always: [...where.always, ...body.always],
      perhaps: [...where.perhaps, ...body.perhaps],
    });
    // Now and then so many rounds that they are split, though few are run.
    const isLong = drawing.allowed.has('part') && rolled.chance(0.1);
    const isCounted = isLong || rolled.chance(0.5);
    const step = {
      id,
      kind: 'loop',
      max: isLong ? 9000 : 1 + rolled.below(4),
      until: isCounted ? `{% $index >= ${rolled.below(3)} %}` : after.condition(),
      ...now(rolled.chance(0.4), { every: '5m' }),
      ...now(rolled.chance(0.5), { exhausted: 'continue' }),
      steps: body.steps,
    };
    return { step, always: [...body.always, { id, as: 'loop' }], perhaps: body.perhaps };
  },
  scope(drawing, where, id) {
    const { dice: rolled } = drawing;
    const inside = { ...where, depth: where.depth + 1 };
    const body = list(drawing, inside, 1 + rolled.below(4));
    const perhaps = [...where.perhaps, ...body.always, ...body.perhaps];
    const onError = handlers(drawing, { ...inside, perhaps, inHandler: true }, ['continue', 'fail']);
    const step = {
      id,
      kind: 'scope',
      steps: body.steps,
      ...now(drawing.allowed.has('deadline') && rolled.chance(0.15), { deadline: rolled.pick(['20s', '10m', '3h']) }),
      ...now(onError.length > 0, { onError }),
    };
    const goesOn = onError.some(({ outcome }) => outcome === 'continue');
    return goesOn
      ? { step, always: [], perhaps: [...body.always, ...body.perhaps] }
      : { step, always: body.always, perhaps: body.perhaps };
  },
};

/** Of a decision table. */
const rule = (id: string, v: string, when: Draft = {}): Draft => ({ id, when, ['th' + 'en']: { v } });

const ERRORS = [
  ['Rejected'],
  ['Boom', 'PolicyDenied'],
  ['Expired'],
  ['Ambiguous'],
  ['Retryable'],
  ['Busy'],
  ['Paused'],
  ['States.Timeout'],
  ['States.QueryEvaluationError'],
  ['LoopExhausted', 'TooManyItems'],
  ['DeadlineExceeded'],
  ['ChildFailed', 'Terminal'],
];

/** Error handlers, each for errors that no other takes; the one for any stands last. */
function handlers(drawing: Drawing, where: Where, outcomes: string[]): Draft[] {
  const { dice: rolled } = drawing;
  const named = ERRORS.filter(() => rolled.chance(0.18));
  const all = [...named, ...(rolled.chance(0.35) ? ['any'] : [])];
  return all.map((errors) => {
    const own = rolled.chance(0.6) && drawing.left > 0;
    return {
      errors,
      ...now(rolled.chance(0.3), { undo: false }),
      ...now(own, { steps: own ? list(drawing, { ...where, depth: where.depth + 1 }, 1 + rolled.below(2)).steps : [] }),
      outcome: rolled.pick(outcomes),
    };
  });
}
