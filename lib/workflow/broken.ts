import { type Path, pointer } from './problem.ts';

/** Places with a mistake of form, about which nothing else is worth saying. */
export interface Broken {
  add(path: Path): void;
  /** True if `path` or anything around it is broken. */
  covers(path: Path): boolean;
  /** True if `path` or anything below it is broken. */
  isInside(path: Path): boolean;
  /** True if something below `path` is broken. */
  isBelow(path: Path): boolean;
}

export function brokenPlaces(): Broken {
  const broken = new Set<string>();
  const around = new Set<string>();
  const above = new Set<string>();
  const prefixes = (path: Path) =>
    Array.from({ length: path.length + 1 }, (_, length) => pointer(path.slice(0, length)));
  return {
    add: (path) => {
      broken.add(pointer(path));
      for (const prefix of prefixes(path)) around.add(prefix);
      for (const prefix of prefixes(path.slice(0, -1))) if (path.length > 0) above.add(prefix);
    },
    covers: (path) => prefixes(path).some((prefix) => broken.has(prefix)),
    isInside: (path) => around.has(pointer(path)),
    isBelow: (path) => above.has(pointer(path)),
  };
}
