/** What the source has of a day. `digest`: SHA-256 of the rows in JSON, as hex. */
export interface Manifest {
  partitions: { partition: string; digest: string }[];
}

/** Path of the manifest of one day at the source; its partitions lie below. */
export const manifestPath = ({ dataset, day }: { dataset: string; day: string }): string =>
  `/datasets/${encodeURIComponent(dataset)}/days/${encodeURIComponent(day)}`;
