/**
 * The files beside a workflow: handlers, instructions, schemas. The command line and the CDK app give a folder on disk,
 * a test or a browser gives a map; the language itself never touches a disk.
 */
export interface Files {
  /** `path` is as in the workflow file, relative to it: `./agents/extract.md`. */
  exists(path: string): boolean;
  /** UTF-8 text. Called only for a path that exists. */
  read(path: string): string;
}

/** Files from memory: `{ './agents/extract.md': '…' }`. */
export function filesOf(texts: Readonly<Record<string, string>>): Files {
  return {
    exists: (path) => Object.hasOwn(texts, path),
    read: (path) => texts[path] ?? '',
  };
}
