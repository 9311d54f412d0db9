import { isNever, type Type } from './type.ts';

/** How JSONata takes a value for a condition, where that is certain: `$boolean`, and absent is false. */
export function truthOf(type: Type): boolean | undefined {
  const { absent, boolean, null: none, ...rest } = type;
  if (!isNever(rest)) return undefined;
  if (boolean?.includes(true)) return boolean.includes(false) || absent || none ? undefined : true;
  return false;
}
