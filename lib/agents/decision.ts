import { Terminal } from '../engine/errors.ts';
import type { EffectCall } from '../engine/step.ts';
import { ask } from './loop.ts';
import type { Models } from './ports.ts';

/** What the compiled workflow says about a decision that a model makes. */
export interface DecisionQuestion {
  instructions: string;
  /** The only answers there are. */
  outcomes: string[];
  /** Below this confidence, from 0 to 1, the outcome is `below`, whatever the model says. */
  confidence: number;
  below: string;
}

export interface ModelDecision {
  outcome: string;
  confidence: number;
  /** Why, for a person; says so where the model's own outcome was not taken. */
  explanation: string;
}

/** The effect of a decision step that asks a model: one of the outcomes, or `below` where the model is not sure enough. */
export function decisionEffect(models: Models, stepOf: (id: string) => { decision?: { ask?: DecisionQuestion } }) {
  return async ({ input, step, signal, spend }: EffectCall<Record<string, unknown>>): Promise<ModelDecision> => {
    const question = stepOf(step).decision?.ask;
    if (!question) throw new Terminal(`step ${step} asks no model`, 'InvalidInput');
    const { instructions, outcomes } = question;
    const answer = await ask({ models, spend, signal }, { instructions, input, schema: answerSchema(outcomes) });
    return taken(question, answer as ModelDecision);
  };
}

const answerSchema = (outcomes: readonly string[]) => ({
  type: 'object',
  properties: {
    outcome: { enum: outcomes },
    confidence: { type: 'number', minimum: 0, maximum: 1, description: 'How sure this is: 1 is certain.' },
    explanation: { type: 'string', minLength: 1, maxLength: 2000, description: 'Why, in a few sentences.' },
  },
  required: ['outcome', 'confidence', 'explanation'],
  additionalProperties: false,
});

function taken({ confidence: least, below }: DecisionQuestion, answer: ModelDecision): ModelDecision {
  const { outcome, confidence, explanation } = answer;
  if (confidence >= least) return answer;
  const why = `The model said ${outcome}, but is only ${confidence} sure of it and ${least} is asked for, so it is ${below}.`;
  return { outcome: below, confidence, explanation: `${explanation} ${why}` };
}
