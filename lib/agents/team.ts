import { Terminal } from '../engine/errors.ts';
import type { EffectCall } from '../engine/step.ts';
import { withAllowance } from './allowance.ts';
import { ask } from './loop.ts';
import type { Models } from './ports.ts';

interface Voice {
  name: string;
  instructions: string;
}

/** What the compiled workflow says about a team step. */
export interface TeamSettings {
  team?: { pattern: 'panel' | 'relay'; members: Voice[]; lead?: Omit<Voice, 'name'> };
  /** JSON Schema of the output. */
  output?: object;
}

/** What one member says. It is on record in the run's chain, as a commitment. */
interface Opinion {
  opinion: string;
  confidence: number;
}

const OPINION = {
  type: 'object',
  properties: {
    opinion: { type: 'string', minLength: 1, maxLength: 6000, description: 'The answer, with its reasons.' },
    confidence: { type: 'number', minimum: 0, maximum: 1, description: 'How sure this is: 1 is certain.' },
  },
  required: ['opinion', 'confidence'],
  additionalProperties: false,
};

type Call = EffectCall<Record<string, unknown>>;

/**
 * The effect of a team step. `panel`: all members answer alone, at the same time, and the lead, who sees what they have
 * said, gives the output. `relay`: one after the other, each sees those before, and the last gives the output. They share
 * one budget, in equal parts; what one leaves over is for those after it. Throws Terminal `BudgetExceeded`.
 */
export function teamEffect(models: Models, stepOf: (id: string) => TeamSettings) {
  return async (call: Call): Promise<unknown> => {
    const { team, output } = stepOf(call.step);
    if (!team || !output) throw new Terminal(`step ${call.step} is no team step`, 'InvalidInput');
    const table = round(models, call);
    const { members, lead } = team;
    if (lead) return panel(table, members, { ...lead, name: 'lead' }, output);
    return relay(table, members, output);
  };
}

type Round = ReturnType<typeof round>;

/** How a voice is asked: with its part of what is left, among so many that are still to speak, it included. */
function round(models: Models, { input, left, note, spend, signal }: Call) {
  const answer = ({ name, instructions }: Voice, said: Record<string, Opinion>, schema: object, share: number) => {
    const question = { instructions, input: { ...input, ...(Object.keys(said).length > 0 && { said }) }, schema };
    return ask({ models: withAllowance(models, share, name), spend, signal }, question);
  };
  return {
    share: (voices: number) => Math.floor(left() / voices),
    answer,
    opinion: async (voice: Voice, said: Record<string, Opinion>, share: number) => {
      const opinion = (await answer(voice, said, OPINION, share)) as Opinion;
      note(voice.name, opinion);
      return [voice.name, opinion] as const;
    },
  };
}

async function panel({ share, opinion, answer }: Round, members: Voice[], lead: Voice, output: object) {
  const part = share(members.length + 1);
  const said = await Promise.all(members.map((member) => opinion(member, {}, part)));
  return answer(lead, Object.fromEntries(said), output, share(1));
}

async function relay({ share, opinion, answer }: Round, members: Voice[], output: object) {
  const said: Record<string, Opinion> = {};
  for (const [index, member] of members.slice(0, -1).entries()) {
    const [name, words] = await opinion(member, said, share(members.length - index));
    said[name] = words;
  }
  return answer(members.at(-1)!, said, output, share(1));
}
