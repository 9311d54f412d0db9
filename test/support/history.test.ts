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

test('items of a map are told each, in whatever order they end, and what follows stands behind them', () => {
  const mapped = (firstToEnd: number, lastToEnd: number) =>
    history(
      ['ExecutionStarted', 0],
      ['MapStateEntered', 0, 'lines'],
      ['MapStateStarted', 2],
      ['MapIterationStarted', 3],
      ['MapIterationStarted', 4],
      ['PassStateEntered', 4, 'take'],
      ['PassStateEntered', 5, 'take'],
      ['MapIterationSucceeded', firstToEnd],
      ['MapIterationStarted', 8],
      ['PassStateEntered', 9, 'late'],
      ['MapIterationSucceeded', lastToEnd],
      ['MapIterationSucceeded', 10],
      ['MapStateSucceeded', 12],
      ['PassStateEntered', 13, 'last'],
    );
  const item = (name: string) => ['MapIterationStarted', name];
  const told = ['lines', [item('late'), item('take'), item('take')], 'last'];
  expect(tellHistory(mapped(6, 7))).toEqual(told);
  expect(tellHistory(mapped(7, 6))).toEqual(told);
});

test('items that have executions of their own are not told', () => {
  const run = history(
    ['ExecutionStarted', 0],
    ['MapStateEntered', 0, 'lines'],
    ['MapStateStarted', 2],
    ['MapRunStarted', 3],
    ['MapRunSucceeded', 4],
    ['MapStateSucceeded', 5],
    ['PassStateEntered', 6, 'last'],
  );
  expect(tellHistory(run)).toEqual(['lines', 'last']);
});
