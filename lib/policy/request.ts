/** Cedar's entity reference. */
export interface EntityRef {
  type: string;
  id: string;
}

export interface Entity {
  uid: EntityRef;
  attrs: Record<string, unknown>;
  parents: EntityRef[];
}

/** Who wants to do what to what, and the facts of the moment. */
export interface PolicyRequest {
  principal: EntityRef;
  action: string;
  resource: EntityRef;
  context: Readonly<Record<string, unknown>>;
  /** Principal, resource and whatever else policies look at. */
  entities: readonly Entity[];
}

/** What was decided, and by what: enough to decide the same again later. */
export interface PolicyDecision {
  allow: boolean;
  /** Ids of the policies that decided: those that permit, or those that forbid. */
  policies: readonly string[];
  /** What went wrong while deciding. Anything at all means deny. */
  errors: readonly string[];
  /** SHA-256 of schema, policies and data, hex. */
  bundle: string;
  /** Sentences for people, of the policies that decided. */
  reasons: readonly string[];
  /** Annotations of the policies that decided, such as `obligation` -> `approval:ap-manager`. */
  obligations: readonly { policy: string; name: string; value: string }[];
}
