import { graphText } from './graph-text.ts';
import { historyText } from './history-text.ts';
import { runText } from './run-text.ts';

/** One way of looking at a run. */
export interface View {
  does: string;
  /** Of the API, below the run. */
  path: string;
  /** @param width columns of the screen */
  text(answer: unknown, width: number): string;
}

/** By name of the command. */
export const VIEWS: Record<string, View> = {
  show: { does: 'a run with its steps and how it ended', path: '', text: runText },
  history: { does: 'the audit entries of a run, in order', path: '/ledger', text: historyText },
  graph: { does: 'the steps of a run and where it stands', path: '/graph', text: graphText },
};
