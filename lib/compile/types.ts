/** JSON as it stands in a States Language definition. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One state. Kept open: the validator of lib/asl and the tests judge it, not the type. */
export type State = { Type: string } & { [key: string]: Json };

export type States = Record<string, State>;

/** A state machine in JSONata. */
export interface Asl {
  Comment?: string;
  QueryLanguage: 'JSONata';
  StartAt: string;
  TimeoutSeconds: number;
  States: States;
}
