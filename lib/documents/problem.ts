/** What can be wrong with a document before anything is read off it. The code decides what happens next, the message is for a person. */
export type ProblemCode =
  | 'EmptyFile'
  | 'UnsupportedType'
  | 'DamagedFile'
  | 'EncryptedFile'
  | 'TooLarge'
  | 'TooManyPages'
  | 'TooSlow'
  | 'NoText';

/** A document that cannot be read. No retry helps: the file itself has to change, so the run ends in the exception queue. */
export class DocumentProblem extends Error {
  override readonly name = 'DocumentProblem';
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
