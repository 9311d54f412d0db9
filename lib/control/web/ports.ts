import type { Mailer } from '../../approvals/ports.ts';
import type { Key, Row } from '../../engine/ports.ts';
import type { ControlPorts } from '../ports.ts';

/** Rows of people's sign-ins. They belong to no run, and end by themselves. */
export interface SignInRows {
  /** Strongly consistent. */
  get(key: Key): Promise<Row | undefined>;
  /** Replaces an item if its `version` is still the one given (absent: if it is not there); false if it is another. */
  put(row: Row, version: number | undefined): Promise<boolean>;
  remove(key: Key): Promise<void>;
}

/** Why a file is not taken, as the tool that reads documents would say it. */
export interface FileProblem {
  code: 'EmptyFile' | 'UnsupportedType' | 'TooLarge';
  message: string;
}

/** What the pages need beyond what the API needs. */
export interface WebPorts extends ControlPorts {
  /** Public address, without a trailing slash. */
  url: string;
  /** Name of the bucket that documents come in by. */
  inbox: string;
  signIns: SignInRows;
  mailer: Mailer;
  /** Why a file cannot be read as a document, by its bytes; undefined if it can. */
  fileProblem(bytes: Uint8Array): FileProblem | undefined;
  /** Bytes of an object in the documents bucket, or undefined if it is not there. */
  pageImage(key: string): Promise<Uint8Array | undefined>;
}
