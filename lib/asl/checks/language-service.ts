import type { LanguageService } from 'amazon-states-language-service';
import type { Diagnostic } from '../diagnostic.ts';

let service: Promise<{ service: LanguageService; document: Documents }> | undefined;
type Documents = typeof import('amazon-states-language-service').TextDocument;

/** AWS's language service takes a tenth of a second to load: only who validates waits for it. */
async function load() {
  const { default: language } = await import('amazon-states-language-service');
  return { service: language.getLanguageService({}), document: language.TextDocument };
}

/** What AWS's language service (the one of its editors) says. */
export async function languageProblems(text: string): Promise<Diagnostic[]> {
  service ??= load();
  const { service: language, document } = await service;
  const source = document.create('file:///definition.asl.json', 'asl', 1, text);
  const found = await language.doValidation(source, language.parseJSONDocument(source));
  // Paths and intrinsic functions are checked by a parser of our own: this one refuses what AWS takes (States.Array()).
  const others = found.filter(
    ({ message }) => !String(message).includes('must be a valid JSONPath or intrinsic function'),
  );
  return others.map(({ message, severity, range }) => ({
    severity: severity === 1 || severity === undefined ? 'ERROR' : 'WARNING',
    code: 'SCHEMA_VALIDATION_FAILED',
    message: typeof message === 'string' ? message : message.value,
    location: `line ${range.start.line + 1}, column ${range.start.character + 1}`,
  }));
}
