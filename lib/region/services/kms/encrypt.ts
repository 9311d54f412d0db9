/** Encrypt, Decrypt and data keys. */
import * as z from 'zod';
import { AwsError, type Call, type ConditionContext } from '../../service.ts';
import { blob, integer, operation } from '../../shape.ts';
import { type Context, keyIdOf, open, seal } from './envelope.ts';
import { type Key, type Keys, secretOf, usable } from './keys.ts';

const key = { KeyId: z.string() };
const context = { EncryptionContext: z.record(z.string(), z.string()).default({}) };
const algorithm = { EncryptionAlgorithm: z.literal('SYMMETRIC_DEFAULT').default('SYMMETRIC_DEFAULT') };
const dataKey = z.strictObject({
  ...key,
  ...context,
  KeySpec: z.enum(['AES_256', 'AES_128']).optional(),
  NumberOfBytes: integer.pipe(z.int().min(1).max(1024)).optional(),
});
const MAX_PLAINTEXT = 4096;

export function encrypting(keys: Keys) {
  function keyFor(call: Call, action: string, keyId: string, given: Context): Key {
    const found = keys.named(keyId);
    call.authorize(`kms:${action}`, found.arn, conditions(given));
    usable(found, 'ENCRYPT_DECRYPT');
    return found;
  }

  function encrypt(found: Key, plaintext: Uint8Array, given: Context): Uint8Array {
    if (plaintext.length > MAX_PLAINTEXT) {
      throw new AwsError(
        'ValidationException',
        `Plaintext has ${plaintext.length} bytes; KMS takes at most ${MAX_PLAINTEXT}. Use GenerateDataKey.`,
      );
    }
    return seal(found.id, secretOf(found), keys.bytes(12), plaintext, given);
  }

  function generate(action: string, input: z.output<typeof dataKey>, call: Call) {
    const found = keyFor(call, action, input.KeyId, input.EncryptionContext);
    if ((input.KeySpec === undefined) === (input.NumberOfBytes === undefined)) {
      throw new AwsError('ValidationException', 'Please specify either number of bytes or key spec.');
    }
    const Plaintext = keys.bytes(input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32));
    return { KeyId: found.arn, Plaintext, CiphertextBlob: encrypt(found, Plaintext, input.EncryptionContext) };
  }

  return {
    ...operation('Encrypt', z.strictObject({ ...key, ...context, ...algorithm, Plaintext: blob }), (input, call) => {
      const found = keyFor(call, 'Encrypt', input.KeyId, input.EncryptionContext);
      const CiphertextBlob = encrypt(found, input.Plaintext, input.EncryptionContext);
      return { KeyId: found.arn, CiphertextBlob, EncryptionAlgorithm: input.EncryptionAlgorithm };
    }),
    ...operation(
      'Decrypt',
      z.strictObject({ ...context, ...algorithm, KeyId: z.string().optional(), CiphertextBlob: blob }),
      (input, call) => {
        const found = keyFor(call, 'Decrypt', keyIdOf(input.CiphertextBlob), input.EncryptionContext);
        if (input.KeyId && keys.named(input.KeyId).id !== found.id) {
          throw new AwsError(
            'IncorrectKeyException',
            'The key ID in the request does not identify a CMK that can perform this operation.',
          );
        }
        const Plaintext = open(secretOf(found), input.CiphertextBlob, input.EncryptionContext);
        return { KeyId: found.arn, Plaintext, EncryptionAlgorithm: input.EncryptionAlgorithm };
      },
    ),
    ...operation('GenerateDataKey', dataKey, (input, call) => generate('GenerateDataKey', input, call)),
    ...operation('GenerateDataKeyWithoutPlaintext', dataKey, (input, call) => {
      const { Plaintext: _, ...rest } = generate('GenerateDataKeyWithoutPlaintext', input, call);
      return rest;
    }),
    ...operation(
      'GenerateRandom',
      z.strictObject({ NumberOfBytes: integer.pipe(z.int().min(1).max(1024)) }),
      (input, call) => {
        call.authorize('kms:GenerateRandom', '*');
        return { Plaintext: keys.bytes(input.NumberOfBytes) };
      },
    ),
  };
}

function conditions(context: Context): ConditionContext {
  const pairs = Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
  return { ...Object.fromEntries(pairs), 'kms:EncryptionContextKeys': Object.keys(context) };
}
