/**
 * Module resolution as on Lambda: a bundle finds what it carries, Node's built-ins and the AWS SDK of the runtime. It
 * must not find packages that happen to lie above it on this machine, or it would run here and break there.
 */
import { isBuiltin, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const RUNTIME_PACKAGES = /^@(aws-sdk|smithy)\//;

/** Installs the rules for modules of the folder `root` in this thread. */
export function confineModules(root: string, sdkFrom: string): void {
  const task = `${pathToFileURL(root).href}/`;
  registerHooks({
    resolve(specifier, context, next) {
      if (!context.parentURL?.startsWith(task)) return next(specifier, context);
      const own = attempt(() => next(specifier, context));
      if (own && (isBuiltin(own.url) || !own.url.startsWith('file:') || own.url.startsWith(task))) return own;
      if (RUNTIME_PACKAGES.test(specifier)) return next(specifier, { ...context, parentURL: sdkFrom });
      throw notFound(specifier, context.parentURL);
    },
  });
}

function attempt<T>(resolve: () => T): T | undefined {
  try {
    return resolve();
  } catch (error) {
    if (String((error as { code?: string }).code).endsWith('MODULE_NOT_FOUND')) return undefined;
    throw error;
  }
}

function notFound(specifier: string, parent: string): Error {
  const error = new Error(`Cannot find package '${specifier}' imported from ${parent}`);
  return Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
}
