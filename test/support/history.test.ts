import { type HistoryEvent, tellHistory } from './history.ts';

/** `type after name` lines: ids are numbers of lines, from 1. */
const history = (...lines: [type: string, after: number, name?: string][]): HistoryEvent[] =>
  lines.map(([type, previousEventId, name], index) => ({
    id: index + 1,
    previousEventId,
    type,
    ...(name && { stateEnteredEventDetails: { name } }),
  }));

const forked = (first: string, second: string, endAfter: number) =>
  history(
    ['ExecutionStarted', 0],
    ['ParallelStateEntered', 0, 'both'],
    ['ParallelStateStarted', 2],
    ['PassStateEntered', 3, first],
    ['PassStateEntered', 3, second],
    ['PassStateExited', 4],
    ['PassStateExited', 5],
    ['ParallelStateSucceeded', endAfter],
    ['ParallelStateExited', 8],
    ['PassStateEntered', 9, 'last'],
    ['ExecutionSucceeded', 10],
  );

test.each([3, 6, 7])(
  'branches are told by name, and what follows stands behind them, if the end follows on %d',
  (end) => {
    const told = ['both', [['left'], ['right']], 'last', 'ExecutionSucceeded'];
    expect(tellHistory(forked('left', 'right', end))).toEqual(told);
    expect(tellHistory(forked('right', 'left', end))).toEqual(told);
  },
);

test('what goes wrong is told with its name', () => {
  const [started, entered, failed] = history(
    ['ExecutionStarted', 0],
    ['TaskStateEntered', 0, 'ask'],
    ['TaskFailed', 2],
  );
  expect(tellHistory([started!, entered!, { ...failed!, taskFailedEventDetails: { error: 'Busy' } }])).toEqual([
    'ask',
    'TaskFailed: Busy',
  ]);
});
