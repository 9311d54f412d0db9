import { type Amount, type Interval, MEASURES, type Measure } from '../../compile/bounds/amount.ts';
import type { Path } from '../../compile/bounds/bounds.ts';
import { dollars, span } from '../../compile/bounds/words.ts';
import type { Paint } from '../colours.ts';
import { wrap } from '../printable.ts';
import { table } from '../table.ts';
import type { Explained } from './explain.ts';

/** An explanation for a person: any run, each path, each execution, what was proved. */
export function explainedText(explained: Explained, paint: Paint, width: number): string {
  const { name, version, run, paths, more, transitions, histories, proved } = explained;
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
    head('Transitions, with nothing retried'),
    `${transitions.ours} on the longest path; ${transitions.usual} if policy, idempotency and audit were states of their own\n`,
    head('Events of an execution, of 25,000 that it may have'),
    table(
      ['execution', 'events'],
      histories.map(({ execution, events }) => [execution, interval(events, String)]),
    ),
    head('What each function may do, and why'),
    permissionsText(explained),
    head(`${proved.length} rules hold`),
    `${wrap(proved.join(', '), width)}\n`,
  ].join('');
}

const pathText = ({ steps, amount }: Path, index: number, width: number): string =>
  `${wrap(steps.join(' → '), width, `${index + 1}  `)}\n${amounts([['', amount]], '   ')}`;

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

/** What every function may is said once. */
function permissionsText({ permissions }: Explained): string {
  const lists = Object.entries(permissions);
  const isCommon = (on: string) => lists.every(([, list]) => list.some((each) => each.on === on));
  const common = lists.length < 2 ? [] : (lists[0]?.[1] ?? []).filter(({ on }) => isCommon(on));
  const shared = common.map(({ actions, on }) => ['each', on, actions.join(' '), '']);
  const own = lists.flatMap(([key, list]) =>
    list
      .filter(({ on }) => !common.some((each) => each.on === on))
      .map(({ actions, on, because }) => [key, on, actions.join(' '), because]),
  );
  return table(['function', 'on', 'actions', 'because of'], [...shared, ...own]);
}
