import { defineTool } from '../../../lib/aws/tool.ts';

/** States that the policies allow this document. It says so by running: the envelope asks them before it does. */
export const handler = defineTool({ effect: async () => ({ attested: true }) });
