/**
 * The Amazon States Language as data. Definitions are read leniently here: `validate.ts` says what is wrong with one,
 * the interpreter says what happens when it runs.
 *
 * Source: https://states-language.net/spec.html and the Step Functions developer guide.
 */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export type QueryLanguage = 'JSONPath' | 'JSONata';

export interface StateMachine {
  Comment?: string;
  StartAt: string;
  States: Record<string, State>;
  QueryLanguage?: QueryLanguage;
  TimeoutSeconds?: number;
  Version?: string;
}

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  ErrorEquals: string[];
  Next: string;
  ResultPath?: string | null;
  Assign?: JsonObject;
  Output?: Json;
}

/** One rule of a Choice state: a JSONata `Condition`, or a JSONPath comparison or composition of rules. */
export interface ChoiceRule {
  Next?: string;
  Condition?: string | boolean;
  Assign?: JsonObject;
  Output?: Json;
  Variable?: string;
  And?: ChoiceRule[];
  Or?: ChoiceRule[];
  Not?: ChoiceRule;
  [operator: string]: unknown;
}

/** Reads items for a distributed Map, or writes its results. */
export interface Transfer {
  Resource?: string;
  Parameters?: JsonObject;
  Arguments?: Json;
  ReaderConfig?: JsonObject;
  WriterConfig?: JsonObject;
}

export interface ItemProcessor extends StateMachine {
  ProcessorConfig?: { Mode?: 'INLINE' | 'DISTRIBUTED'; ExecutionType?: 'STANDARD' | 'EXPRESS' };
}

export type StateType = 'Pass' | 'Task' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Parallel' | 'Map';

/** Any state: which fields are meaningful depends on `Type` and on the query language. */
export interface State {
  Type: StateType;
  Comment?: string;
  QueryLanguage?: QueryLanguage;
  Next?: string;
  End?: boolean;
  InputPath?: string | null;
  OutputPath?: string | null;
  ResultPath?: string | null;
  Parameters?: Json;
  ResultSelector?: JsonObject;
  Result?: Json;
  Assign?: JsonObject;
  Arguments?: Json;
  Output?: Json;
  Retry?: Retrier[];
  Catch?: Catcher[];
  Resource?: string;
  Credentials?: JsonObject;
  TimeoutSeconds?: number | string;
  TimeoutSecondsPath?: string;
  HeartbeatSeconds?: number | string;
  HeartbeatSecondsPath?: string;
  Choices?: ChoiceRule[];
  Default?: string;
  Seconds?: number | string;
  SecondsPath?: string;
  Timestamp?: string;
  TimestampPath?: string;
  Error?: string;
  ErrorPath?: string;
  Cause?: string;
  CausePath?: string;
  Branches?: StateMachine[];
  Items?: Json;
  ItemsPath?: string;
  ItemSelector?: Json;
  ItemProcessor?: ItemProcessor;
  Iterator?: ItemProcessor;
  ItemReader?: Transfer;
  ItemBatcher?: JsonObject;
  ResultWriter?: Transfer;
  MaxConcurrency?: number | string;
  MaxConcurrencyPath?: string;
  ToleratedFailureCount?: number | string;
  ToleratedFailureCountPath?: string;
  ToleratedFailurePercentage?: number | string;
  ToleratedFailurePercentagePath?: string;
  Label?: string;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
