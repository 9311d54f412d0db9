import { noteFailedItem } from '../../lib/engine/failed-item.ts';
import { runKey } from '../../lib/engine/keys.ts';
import { settleRun } from '../../lib/engine/settle.ts';
import { bookWithRun, chainOf, TENANT } from '../support/engine.ts';

const ERROR = { name: 'SoldOut', message: 'none left', step: 'line' };

test('a failed item is on record once, with its pass, and its run goes on', async () => {
  const { book, run, rows } = await bookWithRun({});
  const target = { tenant: TENANT, run };
  for (const at of ['1', '1', '2']) await noteFailedItem(book.ports, target, at, ERROR);
  const noted = chainOf(rows).filter(({ entry }) => entry.type === 'item.excepted');
  expect(noted.map(({ entry }) => entry.data)).toEqual([
    { at: '1', error: 'SoldOut', step: 'line' },
    { at: '2', error: 'SoldOut', step: 'line' },
  ]);
  expect(await book.ports.ledger.get(runKey(TENANT, run))).toMatchObject({ status: 'REQUESTED' });
});

test('an item that fails as its run is ended adds nothing behind the end', async () => {
  const { book, run, rows } = await bookWithRun({});
  const target = { tenant: TENANT, run };
  await settleRun(book.ports, target, 'stop', { status: 'STOPPED' });
  await noteFailedItem(book.ports, target, '1', ERROR);
  expect(chainOf(rows).at(-1)!.entry.type).toBe('run.stopped');
});
