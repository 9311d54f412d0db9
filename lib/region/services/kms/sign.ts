/** Signatures and MACs. */
import { createHmac, createPublicKey, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { AwsError, type Call } from '../../service.ts';
import { blob, operation } from '../../shape.ts';
import { signature, specOf, verifies } from './algorithms.ts';
import { type Key, type Keys, privateKeyOf, secretOf, usable } from './keys.ts';

const signing = {
  KeyId: z.string(),
  Message: blob,
  MessageType: z.enum(['RAW', 'DIGEST', 'EXTERNAL_MU']).default('RAW'),
  SigningAlgorithm: z.string(),
};
const mac = { KeyId: z.string(), Message: blob, MacAlgorithm: z.string() };
const MAX_MESSAGE = 4096;

export function signatures(keys: Keys) {
  type Input = { KeyId: string; Message: Uint8Array; MessageType: string; SigningAlgorithm: string };

  function keyFor(call: Call, action: string, input: Input): Key {
    const key = keys.named(input.KeyId);
    const { SigningAlgorithm, MessageType } = input;
    call.authorize(`kms:${action}`, key.arn, {
      'kms:SigningAlgorithm': SigningAlgorithm,
      'kms:MessageType': MessageType,
    });
    usable(key, 'SIGN_VERIFY', SigningAlgorithm);
    if (MessageType !== 'RAW') {
      throw new AwsError(
        'UnsupportedOperationException',
        `The local region signs messages of MessageType RAW, not ${MessageType}.`,
      );
    }
    limit(input.Message);
    return key;
  }

  return {
    ...operation('Sign', z.strictObject(signing), (input, call) => {
      const key = keyFor(call, 'Sign', input);
      const { SigningAlgorithm } = input;
      return {
        KeyId: key.arn,
        Signature: signature(SigningAlgorithm, privateKeyOf(key), input.Message),
        SigningAlgorithm,
      };
    }),
    ...operation('Verify', z.strictObject({ ...signing, Signature: blob }), (input, call) => {
      const key = keyFor(call, 'Verify', input);
      const { SigningAlgorithm } = input;
      if (!verifies(SigningAlgorithm, createPublicKey(privateKeyOf(key)), input.Message, input.Signature)) {
        throw new AwsError(
          'KMSInvalidSignatureException',
          `The signature is not that of ${key.arn} over this message.`,
        );
      }
      return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm };
    }),
    ...operation('GetPublicKey', z.strictObject({ KeyId: z.string() }), ({ KeyId }, call) => {
      const key = keys.named(KeyId);
      call.authorize('kms:GetPublicKey', key.arn);
      usable(key, 'SIGN_VERIFY');
      const PublicKey = createPublicKey(privateKeyOf(key)).export({ type: 'spki', format: 'der' });
      const kind = { KeySpec: key.spec, CustomerMasterKeySpec: key.spec, KeyUsage: key.usage };
      return { KeyId: key.arn, PublicKey, ...kind, SigningAlgorithms: specOf(key.spec).algorithms };
    }),
  };
}

export function macs(keys: Keys) {
  function compute(call: Call, action: string, input: { KeyId: string; Message: Uint8Array; MacAlgorithm: string }) {
    const key = keys.named(input.KeyId);
    call.authorize(`kms:${action}`, key.arn, { 'kms:MacAlgorithm': input.MacAlgorithm });
    usable(key, 'GENERATE_VERIFY_MAC', input.MacAlgorithm);
    limit(input.Message);
    const Mac = createHmac(`sha${input.MacAlgorithm.slice(-3)}`, secretOf(key))
      .update(input.Message)
      .digest();
    return { KeyId: key.arn, Mac, MacAlgorithm: input.MacAlgorithm };
  }

  return {
    ...operation('GenerateMac', z.strictObject(mac), (input, call) => compute(call, 'GenerateMac', input)),
    ...operation('VerifyMac', z.strictObject({ ...mac, Mac: blob }), (input, call) => {
      const { Mac, ...rest } = compute(call, 'VerifyMac', input);
      if (Mac.length !== input.Mac.length || !timingSafeEqual(Mac, input.Mac)) {
        throw new AwsError('KMSInvalidMacException', `The MAC is not that of ${rest.KeyId} over this message.`);
      }
      return { ...rest, MacValid: true };
    }),
  };
}

function limit(message: Uint8Array): void {
  if (message.length >= 1 && message.length <= MAX_MESSAGE) return;
  throw new AwsError('ValidationException', `Message has ${message.length} bytes; KMS takes 1 to ${MAX_MESSAGE}.`);
}
