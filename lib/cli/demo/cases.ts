import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceTree } from '../source-tree.ts';

/** How a document is meant to end: archived as it is, after a review, rejected, in the exception queue, or stopped. */
export type End = 'done' | 'reviewed' | 'rejected' | 'exception' | 'stopped';

/** What is to come of a document, as the file beside it says. */
export interface Expectation {
  ends: End;
  reason?: string;
  /** What its reviewer does, where one is asked. */
  review?: { decision: 'approve' | 'correct' | 'reject'; corrections?: Record<string, unknown>; comment?: string };
  /** What a person reads off it. */
  fields?: Record<string, unknown>;
}

export interface DemoCase {
  /** File name. */
  name: string;
  bytes: Uint8Array;
  expected: Expectation;
}

const FOLDER = 'statemachines/document-processing/documents';
const EXPECTED = '.expected.json';

/** The shipped documents with their expectations. */
export function readCases(): DemoCase[] {
  const folder = join(sourceTree(), FOLDER);
  const files = readdirSync(folder).sort();
  return files
    .filter((file) => file.endsWith(EXPECTED))
    .map((file) => {
      const stem = file.slice(0, -EXPECTED.length);
      const name = files.find((other) => other.startsWith(`${stem}.`) && other !== file);
      if (!name) throw new Error(`${join(folder, file)} expects something of a document that is not there`);
      return {
        name,
        bytes: readFileSync(join(folder, name)),
        expected: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Expectation,
      };
    });
}
