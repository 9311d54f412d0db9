import { ADDRESS, signalWorld } from './world.ts';

test('a signal that comes while a run waits reaches it, and its chain says from whom', async () => {
  const { send, start, answers } = await signalWorld();
  const order = await start('e1');
  await order.wait();
  expect(await send('s1', { amount: 5 })).toEqual({ run: order.run, duplicate: false });
  await order.resume();
  expect(answers).toEqual([{ token: 'token of e1', outcome: { output: { amount: 5 } } }]);
  expect(order.types()).toEqual(['run.requested', 'signal.awaited', 'signal.received']);
  expect(await order.row()).toMatchObject({ status: 'DONE', order: 2 });
});

test('a signal that comes before anybody waits is kept, and taken at once', async () => {
  const { send, start, answers } = await signalWorld();
  expect(await send('s1')).toEqual({ duplicate: false });
  const order = await start('e1');
  await order.wait();
  await order.resume();
  expect(answers).toHaveLength(1);
  expect(order.types()).toEqual(['run.requested', 'signal.taken']);
});

test('the same id is the same signal: it is taken once, however often and whenever it is sent', async () => {
  const { send, start } = await signalWorld();
  await send('s1');
  expect(await send('s1')).toEqual({ duplicate: true });
  const [first, second] = [await start('e1'), await start('e2')];
  await first.wait();
  expect(await send('s1')).toEqual({ duplicate: true, run: first.run });
  await second.wait();
  expect(second.types()).toEqual(['run.requested', 'signal.awaited']);
});

test('an id that comes again with another body is refused', async () => {
  const { send } = await signalWorld();
  await send('s1', { amount: 5 });
  await expect(send('s1', { amount: 6 })).rejects.toMatchObject({ name: 'SignalIdReused' });
});

test('of two runs that wait, the one that has waited longest is told', async () => {
  const { send, start, pass } = await signalWorld();
  const [first, second] = [await start('e1'), await start('e2')];
  await second.wait();
  pass(0.1);
  await first.wait();
  expect((await send('s1')).run).toBe(second.run);
  expect((await send('s2')).run).toBe(first.run);
});

test('passes of a loop wait each for a signal of their own', async () => {
  const { send, start } = await signalWorld();
  const order = await start('e1');
  await order.wait('t0', '0');
  await send('s1', { amount: 1 });
  await order.wait('t1', '1');
  await send('s2', { amount: 2 });
  expect((await order.row('0')).output?.value).toEqual({ amount: 1 });
  expect((await order.row('1')).output?.value).toEqual({ amount: 2 });
});

test('a kept signal that does not fit the step is left for another', async () => {
  const { send, start } = await signalWorld();
  await send('s1', { amount: 'much' });
  const order = await start('e1');
  await order.wait();
  expect(order.types()).toEqual(['run.requested', 'signal.awaited']);
});

test('a run that has ended, or whose time is over, is told nothing: the signal is kept for the next', async () => {
  const { send, start, pass } = await signalWorld();
  const ended = await start('e1');
  await ended.wait();
  await ended.end();
  expect(await send('s1')).toEqual({ duplicate: false });
  const late = await start('e2');
  await late.wait();
  expect(late.types()).toContain('signal.taken');
  const slow = await start('e3');
  await slow.wait();
  pass(7);
  expect(await send('s2')).toEqual({ duplicate: false });
});

test('a signal is forgotten after thirty days, also while the table still has it', async () => {
  const { send, start, pass } = await signalWorld();
  await send('s1');
  pass(30.1);
  const order = await start('e1');
  await order.wait();
  expect(order.types()).toContain('signal.awaited');
});

test('a wait that is opened again has its answer handed to the new token', async () => {
  const { send, start, answers } = await signalWorld();
  const order = await start('e1');
  await order.wait('first');
  await send('s1');
  await order.wait('second');
  await order.resume();
  expect(answers).toEqual([{ token: 'second', outcome: { output: { amount: 5 } } }]);
  expect(order.types().at(-1)).toBe('signal.token-renewed');
});

test('a sign of life is on record for each run that waits, and for none else', async () => {
  const { beat, start } = await signalWorld();
  expect(await beat()).toEqual([]);
  const order = await start('e1');
  await order.wait();
  expect(await beat()).toEqual([order.run]);
  expect(order.types().at(-1)).toBe('signal.heartbeat');
});

test('the key of a mailbox is not readable from the ledger', async () => {
  const { send, rows } = await signalWorld();
  await send('s1');
  expect([...rows.keys()].join()).not.toContain(ADDRESS.key);
});
