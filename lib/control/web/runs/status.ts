import type { RunStatus, StepStatus } from '../../../engine/rows.ts';
import { type Html, html } from '../html.ts';

/** A status in words; the colour only repeats them. */
type Tone = 'ok' | 'warn' | 'bad' | 'dim' | '';

const RUN: Record<RunStatus, [words: string, tone: Tone]> = {
  REQUESTED: ['Starting', ''],
  RUNNING: ['Running', ''],
  SUCCEEDED: ['Succeeded', 'ok'],
  REJECTED: ['Rejected', 'bad'],
  EXCEPTED: ['Needs attention', 'bad'],
  STOPPED: ['Stopped', 'warn'],
};

const STEP: Record<StepStatus | 'OPEN' | 'LATER' | 'SKIPPED', [words: string, tone: Tone]> = {
  INTENT: ['Working', ''],
  DONE: ['Done', 'ok'],
  FAILED: ['Failed', 'bad'],
  UNDONE: ['Undone', 'warn'],
  OPEN: ['Waits for a person', 'warn'],
  LATER: ['Not yet', 'dim'],
  SKIPPED: ['Not needed', 'dim'],
};

/** `waits`: an approval of it is open. */
export const runTag = (status: RunStatus, waits = false): Html => (waits ? stepTag('OPEN') : tag(RUN[status]));

export const stepTag = (status: keyof typeof STEP): Html => tag(STEP[status]);

const tag = ([words, tone]: [string, Tone]): Html => html`<span class="tag ${tone}">${words}</span>`;
