/** PutItem, GetItem, UpdateItem, DeleteItem. */

import type { Operation } from '../../service.ts';
import { operation } from '../../shape.ts';
import { consumed, readUnits, writeUnits } from './capacity.ts';
import type { Data } from './data.ts';
import { project } from './expression/projection.ts';
import { getOne } from './read-one.ts';
import * as shapes from './shapes.ts';
import { itemSize } from './size.ts';
import type { Item } from './value.ts';
import { perform, planDelete, planPut, planUpdate, type Write } from './write.ts';

type Returned = 'NONE' | 'ALL_OLD' | 'UPDATED_OLD' | 'ALL_NEW' | 'UPDATED_NEW';

interface Asked {
  ReturnValues: Returned;
  ReturnConsumedCapacity?: 'NONE' | 'TOTAL' | 'INDEXES' | undefined;
}

export function itemOperations(data: Data): Record<string, Operation> {
  const run = (write: Write, { ReturnValues, ReturnConsumedCapacity }: Asked) => {
    const { before, after } = perform(data, write);
    const attributes = returned(ReturnValues, write, before, after);
    return {
      ...(attributes ? { Attributes: attributes } : {}),
      ...consumed(ReturnConsumedCapacity, write.table.name, writeUnits(before, after)),
    };
  };
  const context = ({ ReturnValues }: Asked) => ({ 'dynamodb:ReturnValues': ReturnValues });
  return {
    ...operation('PutItem', shapes.putItem, (input, call) => run(planPut(data, call, input, context(input)), input)),
    ...operation('DeleteItem', shapes.deleteItem, (input, call) =>
      run(planDelete(data, call, input, context(input)), input),
    ),
    ...operation('UpdateItem', shapes.updateItem, (input, call) =>
      run(planUpdate(data, call, input, context(input)), input),
    ),
    ...operation('GetItem', shapes.getItem, (input, call) => {
      const { table, item } = getOne(data, call, input);
      const units = readUnits(item ? itemSize(item.whole) : 0, input.ConsistentRead);
      return { ...(item ? { Item: item.shown } : {}), ...consumed(input.ReturnConsumedCapacity, table.name, units) };
    }),
  };
}

function returned(wanted: Returned, { paths }: Write, before?: Item, after?: Item): Item | undefined {
  if (wanted === 'NONE') return undefined;
  const image = wanted.endsWith('OLD') ? before : after;
  if (!image || wanted.startsWith('ALL')) return image;
  const changed = project(image, paths);
  return Object.keys(changed).length > 0 ? changed : undefined;
}
