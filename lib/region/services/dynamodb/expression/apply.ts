/** What an item becomes by an update. */
import { addDecimals, decimal, decimalText } from '../decimal.ts';
import { invalid } from '../errors.ts';
import { type AttributeValue, base64, copyItem, copyValue, type Item } from '../value.ts';
import { required } from './operand.ts';
import { type Path, valueAt } from './path.ts';
import type { Action } from './update.ts';

/** The item after the actions, as a copy. Every operand is read from the item as it was before. */
export function applyUpdate(item: Item, actions: readonly Action[]): Item {
  const next = copyItem(item);
  const writes = actions.map((action) => ({ path: action.path, value: written(action, item) }));
  for (const { path, value } of writes.filter((one) => one.value)) put(next, path, copyValue(value!));
  // From the end of a list to its start, so that an index still means the member that the caller saw.
  for (const { path } of writes.filter((one) => !one.value).sort(laterIndexFirst)) remove(next, path);
  return next;
}

/** The value that an action leaves at its path; undefined when it leaves none. */
function written(action: Action, item: Item): AttributeValue | undefined {
  if (action.kind === 'REMOVE') return undefined;
  if (action.kind === 'SET') return required(action.operand, item);
  const current = valueAt(item, action.path);
  if (action.kind === 'ADD') return current ? added(current, action.value) : action.value;
  return current && without(current, action.value);
}

const wrongType = 'An operand in the update expression has an incorrect data type';

function added(current: AttributeValue, value: AttributeValue): AttributeValue {
  if ('N' in current && 'N' in value) return { N: decimalText(addDecimals(decimal(current.N), decimal(value.N))) };
  if ('SS' in current && 'SS' in value) return { SS: [...new Set([...current.SS, ...value.SS])] };
  if ('NS' in current && 'NS' in value) return { NS: [...new Set([...current.NS, ...value.NS])] };
  if ('BS' in current && 'BS' in value) {
    const known = new Set(current.BS.map(base64));
    return { BS: [...current.BS, ...value.BS.filter((one) => !known.has(base64(one)))] };
  }
  throw invalid(wrongType);
}

function without(current: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  if ('SS' in current && 'SS' in value)
    return rest(
      'SS',
      current.SS.filter((one) => !value.SS.includes(one)),
    );
  if ('NS' in current && 'NS' in value)
    return rest(
      'NS',
      current.NS.filter((one) => !value.NS.includes(one)),
    );
  if ('BS' in current && 'BS' in value) {
    const gone = new Set(value.BS.map(base64));
    return rest(
      'BS',
      current.BS.filter((one) => !gone.has(base64(one))),
    );
  }
  throw invalid(wrongType);
}

/** A set that has become empty is no attribute. */
function rest(type: string, members: unknown[]): AttributeValue | undefined {
  return members.length > 0 ? ({ [type]: members } as AttributeValue) : undefined;
}

function put(item: Item, path: Path, value: AttributeValue): void {
  const parent = parentOf(item, path);
  const last = path.at(-1)!;
  if (typeof last === 'string' && parent && 'M' in parent) parent.M[last] = value;
  else if (typeof last === 'number' && parent && 'L' in parent) parent.L[Math.min(last, parent.L.length)] = value;
  else throw notADocument();
}

function remove(item: Item, path: Path): void {
  const parent = parentOf(item, path);
  const last = path.at(-1)!;
  if (typeof last === 'string' && parent && 'M' in parent) delete parent.M[last];
  else if (typeof last === 'number' && parent && 'L' in parent) parent.L.splice(last, 1);
  else throw notADocument();
}

function notADocument() {
  return invalid('The document path provided in the update expression is invalid for update');
}

function parentOf(item: Item, path: Path): AttributeValue | undefined {
  return path.length === 1 ? { M: item } : valueAt(item, path.slice(0, -1) as unknown as Path);
}

function laterIndexFirst(left: { path: Path }, right: { path: Path }): number {
  const [one, two] = [left.path.at(-1)!, right.path.at(-1)!];
  return typeof one === 'number' && typeof two === 'number' ? two - one : 0;
}
