import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';

/** What a task token is bound to; a ciphertext copied to another approval does not decrypt. */
export interface TokenPlace {
  tenant: string;
  run: string;
  approval: string;
}

const client = new KMSClient(CLIENT);

/** Encrypts a task token: it lets whoever holds it finish a step, so it is kept as ciphertext only. */
export async function sealToken(token: string, place: TokenPlace): Promise<Uint8Array> {
  const Plaintext = new TextEncoder().encode(token);
  const input = { KeyId: env('COUNTERSIGN_TOKEN_KEY'), Plaintext, EncryptionContext: { ...place } };
  const { CiphertextBlob } = await client.send(new EncryptCommand(input));
  return CiphertextBlob!;
}

/** Decrypts a task token in its place. The key seals nothing else, and only the role of the resume function may decrypt with it. */
export async function openToken(ciphertext: Uint8Array, place: TokenPlace): Promise<string> {
  const input = { KeyId: env('COUNTERSIGN_TOKEN_KEY'), CiphertextBlob: ciphertext, EncryptionContext: { ...place } };
  const { Plaintext } = await client.send(new DecryptCommand(input));
  return new TextDecoder().decode(Plaintext);
}
