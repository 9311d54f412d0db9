import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runtimeError } from './failure.ts';

// biome-ignore lint/suspicious/noExplicitAny: a handler takes and gives what it likes
export type Handler = (event: any, context: object, callback?: (error?: unknown, result?: unknown) => void) => unknown;

const EXTENSIONS = ['.mjs', '.js', '.cjs'];

/**
 * The function that `handler` (`folder/file.export.nested`) names in the code at `root`. Throws the errors of the
 * Lambda runtime: `Runtime.MalformedHandlerName`, `Runtime.ImportModuleError`, `Runtime.UserCodeSyntaxError`,
 * `Runtime.HandlerNotFound`, `Runtime.CallbackHandlerDeprecated`; whatever else the module throws keeps its name.
 */
export async function loadHandler(root: string, handler: string, runtime: string): Promise<Handler> {
  const { file, path } = parseName(handler);
  const exports = await importModule(root, file);
  const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], exports);
  if (typeof found !== 'function') throw runtimeError('HandlerNotFound', `${handler} is undefined or not exported`);
  if (found.length >= 3 && runtime !== 'nodejs22.x') throw callbacksAreGone();
  return found as Handler;
}

function parseName(handler: string): { file: string; path: string[] } {
  const match = /^((?:.*\/)?[^./][^/]*?)\.(.+)$/.exec(handler);
  if (!match?.[1] || !match[2] || handler.includes('..')) throw runtimeError('MalformedHandlerName', 'Bad handler');
  return { file: match[1], path: match[2].split('.') };
}

async function importModule(root: string, file: string): Promise<Record<string, unknown>> {
  const found = EXTENSIONS.map((extension) => join(root, file + extension)).find((path) => existsSync(path));
  if (!found) throw runtimeError('ImportModuleError', `Error: Cannot find module '${file}'`);
  // Compiled code is kept in the data folder, so that only the first environment of a version compiles it.
  enableCompileCache(join(root, '..', '..', 'compiled'));
  try {
    const module = await import(pathToFileURL(found).href);
    flushCompileCache();
    return { ...module.default, ...module };
  } catch (error) {
    throw importError(error);
  }
}

function importError(error: unknown): unknown {
  const code = (error as { code?: string } | undefined)?.code;
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return runtimeError('ImportModuleError', String(error), error);
  }
  return error instanceof SyntaxError ? runtimeError('UserCodeSyntaxError', String(error), error) : error;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html: from Node.js 24 on the arity decides. */
function callbacksAreGone(): Error {
  return runtimeError(
    'CallbackHandlerDeprecated',
    'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to ' +
      'modify this function to use a supported handler signature to use Node.js 24 or later. For more information see ' +
      'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
  );
}
