import type { Json } from '../../../../asl/types.ts';
import type { Region } from '../../../service.ts';
import { uuid } from '../names.ts';

/** What a service answered, as JSON: bytes as text, times as ISO 8601. */
export function toJson(value: unknown): Json {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, toJson(member)]])),
  );
}

/** The answer of an optimized integration carries what the HTTP client saw. */
export const withMetadata = (region: Region, answer: unknown): Json => ({
  ...(toJson(answer) as object),
  SdkHttpMetadata: { HttpStatusCode: 200 },
  SdkResponseMetadata: { RequestId: uuid(region) },
});
