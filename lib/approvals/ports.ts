import type { Policy } from '../engine/ports.ts';
import type { RecordPorts } from '../engine/record.ts';
import type { TokenSealer } from '../engine/waiting.ts';
import type { Directory } from '../policy/directory.ts';

/** Sends one mail. `key` is what a second copy would be known by. */
export interface Mailer {
  send(mail: { to: string; subject: string; text: string; html: string; key: string }): Promise<void>;
}

/** Calls back with `event` at a time. Setting the same name again changes nothing. */
export interface Timers {
  set(name: string, at: string, event: TimerEvent): Promise<void>;
}

/** What a timer says when it fires. */
export interface TimerEvent {
  run: string;
  approval: string;
  /** Index of the escalation that is due; absent when the approval's time is over. */
  level?: number;
}

export interface ApprovalPorts extends RecordPorts {
  tenant: string;
  directory: Directory;
}

export interface NotifyPorts extends ApprovalPorts {
  mailer: Mailer;
  /** Public address of the pages, without a trailing slash. */
  url: string;
}

export interface OpenPorts extends NotifyPorts {
  timers: Timers;
  tokens: TokenSealer;
  /** Hash of the policies in force; part of what a decision is bound to. */
  policyHash: string;
}

export interface DecidePorts extends ApprovalPorts {
  policy: Policy;
}
