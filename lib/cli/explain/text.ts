import { type Amount, type Interval, MEASURES, type Measure } from '../../compile/bounds/amount.ts';
import type { Path, PayloadBounds } from '../../compile/bounds/bounds.ts';
import { dollars, span } from '../../compile/bounds/words.ts';
import type { Paint } from '../colours.ts';
import { wrap } from '../printable.ts';
import { table } from '../table.ts';
import type { Explained } from './explain.ts';

/** An explanation for a person: any run, each path, each execution, what was proved. */
export function explainedText(explained: Explained, paint: Paint, width: number): string {
  const { name, version, run, paths, more, payload, histories, proved } = explained;
  const head = (text: string) => `\n${paint('bold', text)}\n`;
  return [
    `${paint('bold', `${name} ${version}`)}\n`,
    head('Every run, failed ones and their undo included'),
    amounts([['', run]]),
    head(
      `${paths.length + more} ${paths.length + more === 1 ? 'path' : 'paths'} on which no step fails for good, retries included`,
    ),
    paths.map((path, index) => pathText(path, index, width)).join(''),
    more > 0 ? `and ${more} more\n` : '',
    head('Events of an execution, of 25,000 that it may have'),
    table(
      ['execution', 'events'],
      histories.map(({ execution, events }) => [executionName(execution), interval(events, String)]),
    ),
    head('What travels, of 256 KiB that a state takes'),
    payloadText(payload, width),
    head('What each function may do, and why'),
    permissionsText(explained, width),
    head(`${proved.length} rules hold`),
    `${wrap(proved.join(', '), width)}\n`,
  ].join('');
}

/** The figures beside which a path is judged, then how many transitions it is without trouble. */
function pathText({ steps, amount, transitions, usual }: Path, index: number, width: number): string {
  const smooth = `${transitions} transitions with nothing retried; ${usual} if policy, idempotency and audit were states of their own`;
  return `${wrap(steps.join(' → '), width, `${index + 1}  `)}\n${amounts([['', amount]], '   ')}${wrap(smooth, width, '   ')}\n`;
}

/** In words what the compiler calls the machine of an execution. */
export function executionName(machine: string): string {
  const [kind, of] = machine.split(' ');
  if (kind === 'run') return 'the run';
  if (kind === 'undo_machine') return of === undefined ? 'its undo' : `the undo of ${of}`;
  return kind!.startsWith('part_') ? `part ${kind!.slice('part_'.length).replaceAll('_', '-')}` : `one of ${machine}`;
}

function payloadText({ largest, variables, claims }: PayloadBounds, width: number): string {
  const kept = `${kibibytes(largest)} at most in one state, ${kibibytes(variables)} in all variables of 10 MiB\n`;
  const named = Object.entries(claims).map(([id, bytes]) => `${id} beyond ${kibibytes(bytes)}`);
  return named.length === 0 ? kept : `${kept}${wrap(`as claim checks: ${named.join(', ')}`, width)}\n`;
}

const kibibytes = (bytes: number): string => `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KiB`;

const SHOWN: Record<Measure, [name: string, shown: (value: number) => string]> = {
  transitions: ['transitions', whole],
  events: ['events', whole],
  seconds: ['time', span],
  tokens: ['tokens', whole],
  dollars: ['cost', dollars],
};

function amounts(rows: readonly [string, Amount][], indent = ''): string {
  const head = MEASURES.map((measure) => SHOWN[measure][0]);
  const cells = rows.map(([, amount]) => MEASURES.map((measure) => interval(amount[measure], SHOWN[measure][1])));
  return table(head, cells).replaceAll(/^(?=.)/gm, indent);
}

const interval = ({ min, max }: Interval, shown: (value: number) => string): string =>
  min === max ? shown(min) : `${shown(min)} to ${shown(max)}`;

function whole(value: number): string {
  return Number.isFinite(value) ? String(value) : '∞';
}

/** What every function may is said once. Where a row would not fit, its actions go below it. */
function permissionsText({ permissions }: Explained, width: number): string {
  const lists = Object.entries(permissions);
  const isCommon = (on: string) => lists.every(([, list]) => list.some((each) => each.on === on));
  const common = lists.length < 2 ? [] : (lists[0]?.[1] ?? []).filter(({ on }) => isCommon(on));
  const shared = common.map(({ actions, on }) => ['each', on, '', actions.join(' ')]);
  const own = lists.flatMap(([key, list]) =>
    list
      .filter(({ on }) => !common.some((each) => each.on === on))
      .map(({ actions, on, because }) => [key, on, because, actions.join(' ')]),
  );
  const rows = [...shared, ...own];
  const head = ['function', 'on', 'because of', 'actions'];
  const whole = table(head, rows);
  if (whole.split('\n').every((line) => line.length <= width)) return whole;
  const [first, ...lines] = table(
    head.slice(0, -1),
    rows.map((row) => row.slice(0, -1)),
    width,
  )
    .trimEnd()
    .split('\n');
  const below = lines.map((line, index) => `${line}\n${wrap(rows[index]!.at(-1)!, width, '  ')}\n`);
  return `${first}\n${below.join('')}`;
}
