/** What can be wrong with the state file, and what to do about it. */

/** SQLite result codes: https://www.sqlite.org/rescode.html */
const ADVICE: Readonly<Record<number, (file: string) => string>> = {
  5: (file) => `${file} is in use by another process; stop that region first, or use another data folder`,
  8: (file) => `${file} may not be written; check its owner and permissions, or use another data folder`,
  11: damaged,
  13: full,
  14: (file) => `${file} cannot be opened; check that the folder exists and may be written`,
  26: (file) => `${file} is not an SQLite file; move it away, and the region starts empty`,
};

/** The same error in words that name the file and a way out; what has nothing to do with it is given back as it is. */
export function storeProblem(error: unknown, file: string): unknown {
  const { errcode, code } = error as { errcode?: number; code?: string };
  if (code === 'ENOSPC') return new Error(full(file), { cause: error });
  if (errcode === undefined) return error;
  const advice = ADVICE[errcode & 0xff] ?? (() => `${file} cannot be used (SQLite error ${errcode}: ${String(error)})`);
  return new Error(advice(file), { cause: error });
}

export function damaged(file: string): string {
  return `${file} is damaged; put a copy of it back, or move it away, and the region starts empty`;
}

function full(file: string): string {
  return `the disk under ${file} is full; make room and try again: nothing of this call was kept, and nothing before it is lost`;
}
