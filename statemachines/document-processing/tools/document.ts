import { basename, extname } from 'node:path';

/** A document in the documents area, as steps hand it on. */
export interface Document {
  /** In the documents bucket. */
  key: string;
  /** SHA-256 of the content, hex. */
  digest: string;
  /** As its sender called it. */
  name: string;
  /** Bytes. */
  size: number;
  contentType: string;
}

/** `rejected/<digest>/<name>`: the content decides the place, so moving it twice moves it once. */
export const placeIn = (area: string, { digest, name }: Pick<Document, 'digest' | 'name'>): string =>
  `${area}/${digest}/${safeName(name)}`;

/** Last part of a key, without signs that a file system, a URL or a mail header would take for its own. */
export const safeName = (key: string): string => {
  const ending = extname(key).replaceAll(/[^.a-zA-Z0-9]/g, '');
  const stem = basename(key, extname(key)).replaceAll(/[^\p{L}\p{N}._ -]/gu, '_');
  return (stem.slice(0, 100) || 'document') + ending.slice(0, 10);
};
