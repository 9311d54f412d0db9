import { rules } from '../../lib/agents/rules/rules.ts';

/** The offline model that the deployment under test is given, by the id that `npm start` gives it. */
export const MODEL = 'countersign.rules-v1';

export const MODELS = { [MODEL]: async (request: object) => rules(request as Parameters<typeof rules>[0]) as never };
