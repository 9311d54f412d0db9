/** If-Match and its kin, and ranges: RFC 9110, sections 13 and 14. */
import { invalidArgument, noSuchKey, preconditionFailed, s3Error } from './errors.ts';
import type { Version } from './versions.ts';

export interface ReadConditions {
  IfMatch?: string | undefined;
  IfNoneMatch?: string | undefined;
  /** Milliseconds since the epoch. */
  IfModifiedSince?: number | undefined;
  IfUnmodifiedSince?: number | undefined;
}

/** Throws PreconditionFailed, or NotModified with status 304. */
export function checkRead({ etag, modified }: Version, given: ReadConditions): void {
  const second = Math.floor(modified / 1000) * 1000;
  if (given.IfMatch !== undefined && !matches(given.IfMatch, etag)) throw preconditionFailed('If-Match');
  if (given.IfMatch === undefined && given.IfUnmodifiedSince !== undefined && second > given.IfUnmodifiedSince) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  const known = given.IfNoneMatch !== undefined && matches(given.IfNoneMatch, etag);
  const old = given.IfNoneMatch === undefined && given.IfModifiedSince !== undefined && second <= given.IfModifiedSince;
  if (known || old) throw s3Error('NotModified', 304, 'Not Modified');
}

/** Conditions of a write on the current version, which may be absent or a delete marker. */
export function checkWrite(
  current: Version | undefined,
  key: string,
  given: { IfMatch?: string | undefined; IfNoneMatch?: string | undefined },
): void {
  const present = current && !current.isMarker ? current : undefined;
  if (given.IfNoneMatch !== undefined && given.IfNoneMatch !== '*') {
    throw s3Error('NotImplemented', 501, 'If-None-Match of a write can only be *', { Header: 'If-None-Match' });
  }
  if (given.IfNoneMatch === '*' && present) throw preconditionFailed('If-None-Match');
  if (given.IfMatch === undefined) return;
  if (!present) throw noSuchKey(key);
  if (!matches(given.IfMatch, present.etag)) throw preconditionFailed('If-Match');
}

function matches(header: string, etag: string): boolean {
  if (header.trim() === '*') return true;
  return header.split(',').some((one) => one.trim().replace(/^"(.*)"$/, '$1') === etag);
}

export interface Slice {
  start: number;
  /** The byte after the last. */
  end: number;
}

/** The slice that a Range header asks for; undefined when it is to be ignored. Throws InvalidRange. */
export function readRange(header: string | undefined, size: number): Slice | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (start < size && end > start) return { start, end };
  const members = { RangeRequested: header, ActualObjectSize: size };
  throw s3Error('InvalidRange', 416, 'The requested range is not satisfiable', members);
}

/** The slice of one part of a multipart object, counted from 1. */
export function partSlice(parts: readonly number[] | undefined, number: number, size: number): Slice {
  const sizes = parts ?? [size];
  const own = sizes[number - 1];
  if (own === undefined) {
    throw s3Error('InvalidPartNumber', 416, 'The requested partnumber is not satisfiable', { PartNumber: number });
  }
  const start = sizes.slice(0, number - 1).reduce((sum, one) => sum + one, 0);
  return { start, end: start + own };
}

export function checkKey(key: string): string {
  if (key === '') throw invalidArgument('The key must not be empty');
  if (Buffer.byteLength(key) > 1024) throw s3Error('KeyTooLongError', 400, 'Your key is too long');
  return key;
}
