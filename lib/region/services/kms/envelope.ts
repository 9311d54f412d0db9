/** Ciphertexts: which key made them, and AES-256-GCM that binds the encryption context. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { AwsError } from '../../service.ts';

export type Context = Record<string, string>;

const VERSION = 1;
const IV = 12;
const TAG = 16;

/** version · length of the key id · key id · IV · tag · ciphertext */
export function seal(keyId: string, secret: Buffer, iv: Buffer, plaintext: Uint8Array, context: Context): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(associated(context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const name = Buffer.from(keyId);
  return Buffer.concat([Buffer.from([VERSION, name.length]), name, iv, cipher.getAuthTag(), sealed]);
}

/** The id of the key that made a ciphertext. Throws `InvalidCiphertextException`. */
export function keyIdOf(blob: Uint8Array): string {
  const [version, length = 0] = blob;
  if (version !== VERSION || blob.length < 2 + length + IV + TAG) throw invalid();
  return Buffer.from(blob.subarray(2, 2 + length)).toString();
}

/** Throws `InvalidCiphertextException` for another key, another context or a changed bit. */
export function open(secret: Buffer, blob: Uint8Array, context: Context): Uint8Array {
  const from = 2 + Buffer.byteLength(keyIdOf(blob));
  const decipher = createDecipheriv('aes-256-gcm', secret, blob.subarray(from, from + IV), { authTagLength: TAG });
  decipher.setAAD(associated(context)).setAuthTag(blob.subarray(from + IV, from + IV + TAG));
  try {
    return Buffer.concat([decipher.update(blob.subarray(from + IV + TAG)), decipher.final()]);
  } catch {
    // Node says only that it failed; KMS says no more either.
    throw invalid();
  }
}

/** A context is a set: the order in which it was written does not count. */
function associated(context: Context): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function invalid(): AwsError {
  return new AwsError('InvalidCiphertextException', 'The ciphertext is not valid for this key and encryption context.');
}
