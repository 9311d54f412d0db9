/** The people that a deployment knows, as far as the language asks about them. */
export interface Directory {
  people: readonly { id: string; roles: readonly string[]; delegate?: string | undefined }[];
}
