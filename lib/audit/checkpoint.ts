/**
 * Checkpoints: what the log was at a moment, signed. Format: C2SP tlog-checkpoint inside a C2SP signed note, with an
 * Ed25519 signature, so that other tools and witnesses can read them.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Hash } from './merkle.ts';

export interface Checkpoint {
  /** Names the log: `countersign/<tenant>/<region>`. */
  origin: string;
  /** Number of leaves. */
  size: number;
  root: Hash;
}

/** A key of a signed note: its name is the log's origin, its bytes the 32 of an Ed25519 public key. */
export interface NoteKey {
  name: string;
  bytes: Uint8Array;
}

const ED25519 = Uint8Array.of(1);
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** The text that is signed. */
export function checkpointBody({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`;
}

/** First four bytes of SHA-256(name || 0x0A || 0x01 || key), as the signed-note specification asks. */
export function keyHash({ name, bytes }: NoteKey): Uint8Array {
  return createHash('sha256').update(`${name}\n`).update(ED25519).update(bytes).digest().subarray(0, 4);
}

/** A signed note: the body, an empty line, and a line with the signature (64 bytes, Ed25519). */
export function signedNote(body: string, key: NoteKey, signature: Uint8Array): string {
  return `${body}\n— ${key.name} ${Buffer.concat([keyHash(key), signature]).toString('base64')}\n`;
}

/** Reads a checkpoint of the key's own log whose signature by `key` holds. Throws a sentence that says what does not. */
export function openCheckpoint(note: string, key: NoteKey): Checkpoint {
  const end = note.indexOf('\n\n');
  if (end < 0) throw new Error('the checkpoint is not a signed note: it has no empty line before its signatures');
  const body = note.slice(0, end + 1);
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .filter(Boolean);
  if (!signatures.some((line) => holds(line, body, key))) {
    throw new Error(
      `the checkpoint carries no valid signature of key ${key.name}; it was changed, or signed by another key`,
    );
  }
  const checkpoint = parseBody(body);
  if (checkpoint.origin === key.name) return checkpoint;
  throw new Error(
    `the checkpoint is of log ${checkpoint.origin}, the key of log ${key.name}; ask for the key of that log`,
  );
}

function holds(line: string, body: string, key: NoteKey): boolean {
  const match = /^— (\S+) (\S+)$/.exec(line);
  if (match?.[1] !== key.name) return false;
  const blob = Buffer.from(match[2]!, 'base64');
  if (!blob.subarray(0, 4).equals(Buffer.from(keyHash(key)))) return false;
  return verify(null, Buffer.from(body), publicKey(key), blob.subarray(4));
}

/** Origin, size, root; lines that follow are extensions, signed but not ours (C2SP tlog-checkpoint). */
function parseBody(body: string): Checkpoint {
  const [origin, digits, base64] = body.split('\n');
  const [size, root] = [Number(digits), Buffer.from(base64 ?? '', 'base64')];
  if (!origin || !/^(0|[1-9]\d*)$/.test(digits ?? '') || !Number.isSafeInteger(size) || root.length !== 32) {
    throw new Error('the checkpoint has no origin, size and root on its first three lines');
  }
  return { origin, size, root: root.toString('hex') };
}

const publicKeys = new WeakMap<NoteKey, KeyObject>();

/** Made once for each key: making it costs more than verifying with it. */
function publicKey(key: NoteKey): KeyObject {
  const known = publicKeys.get(key);
  if (known) return known;
  const der = Buffer.concat([SPKI_PREFIX, key.bytes]);
  const made = createPublicKey({ key: der, format: 'der', type: 'spki' });
  publicKeys.set(key, made);
  return made;
}

/** A verifier key as one line: `<name>+<key hash>+<base64 of 0x01 and the key>`. */
export function encodeKey(key: NoteKey): string {
  const hash = Buffer.from(keyHash(key)).toString('hex');
  return `${key.name}+${hash}+${Buffer.concat([ED25519, key.bytes]).toString('base64')}`;
}

/** Reads a verifier key; throws if it is not one or its hash is not that of its key. */
export function decodeKey(line: string): NoteKey {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim());
  const blob = Buffer.from(match?.[3] ?? '', 'base64');
  if (!match || blob.length !== 33 || blob[0] !== 1) {
    throw new Error(
      'the key is not a verifier key of the form name+hash+base64; export it with: countersign audit key',
    );
  }
  const key = { name: match[1]!, bytes: blob.subarray(1) };
  if (Buffer.from(keyHash(key)).toString('hex') !== match[2])
    throw new Error(`the verifier key of ${key.name} is damaged: its hash differs`);
  return key;
}

/** The 32 key bytes of an Ed25519 public key in DER (SubjectPublicKeyInfo), as KMS gives it. */
export function fromSpki(name: string, der: Uint8Array): NoteKey {
  if (der.length !== 44 || !Buffer.from(der.subarray(0, 12)).equals(SPKI_PREFIX)) {
    throw new Error(`the public key of ${name} is not an Ed25519 key`);
  }
  return { name, bytes: der.subarray(12) };
}
