/** What the key specs of KMS can do, on node:crypto. https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
import { constants, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { AwsError } from '../../service.ts';

export type Usage = 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY' | 'GENERATE_VERIFY_MAC';

interface Spec {
  usage: Usage;
  algorithms: readonly string[];
  /** Key pairs; the others have secret bytes. */
  pair?: () => KeyObject;
  bytes?: number;
}

const rsa = (bits: number): Spec => ({
  usage: 'SIGN_VERIFY',
  algorithms: ['RSASSA_PSS', 'RSASSA_PKCS1_V1_5'].flatMap((name) =>
    [256, 384, 512].map((size) => `${name}_SHA_${size}`),
  ),
  pair: () => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey,
});
const ecdsa = (curve: string, size: number): Spec => ({
  usage: 'SIGN_VERIFY',
  algorithms: [`ECDSA_SHA_${size}`],
  pair: () => generateKeyPairSync('ec', { namedCurve: curve }).privateKey,
});
const hmac = (size: number): Spec => ({
  usage: 'GENERATE_VERIFY_MAC',
  algorithms: [`HMAC_SHA_${size}`],
  bytes: size / 8,
});

const SPECS: Record<string, Spec> = {
  SYMMETRIC_DEFAULT: { usage: 'ENCRYPT_DECRYPT', algorithms: ['SYMMETRIC_DEFAULT'], bytes: 32 },
  RSA_2048: rsa(2048),
  RSA_3072: rsa(3072),
  RSA_4096: rsa(4096),
  ECC_NIST_P256: ecdsa('prime256v1', 256),
  ECC_NIST_P384: ecdsa('secp384r1', 384),
  ECC_NIST_P521: ecdsa('secp521r1', 512),
  ECC_NIST_EDWARDS25519: {
    usage: 'SIGN_VERIFY',
    algorithms: ['ED25519_SHA_512'],
    pair: () => generateKeyPairSync('ed25519').privateKey,
  },
  HMAC_224: hmac(224),
  HMAC_256: hmac(256),
  HMAC_384: hmac(384),
  HMAC_512: hmac(512),
};

/** Throws `ValidationException` that names a spec the region does not know, or a usage the spec does not allow. */
export function specOf(name: string, usage?: string): Spec {
  const spec = Object.hasOwn(SPECS, name) ? SPECS[name] : undefined;
  if (!spec)
    throw new AwsError(
      'ValidationException',
      `The local region does not know the KeySpec ${name}; it knows ${Object.keys(SPECS).join(', ')}.`,
    );
  if (usage && usage !== spec.usage) {
    throw new AwsError(
      'ValidationException',
      `KeyUsage ${usage} is not compatible with KeySpec ${name}; here it is for ${spec.usage}.`,
    );
  }
  return spec;
}

/** Signs the message itself, not a digest of it. */
export function signature(algorithm: string, key: KeyObject, message: Uint8Array): Uint8Array {
  return sign(hashOf(algorithm), message, { key, ...padding(algorithm) });
}

export function verifies(algorithm: string, key: KeyObject, message: Uint8Array, signed: Uint8Array): boolean {
  return verify(hashOf(algorithm), message, { key, ...padding(algorithm) }, signed);
}

/** Ed25519 has its hash built in. */
function hashOf(algorithm: string): string | null {
  return algorithm.startsWith('ED25519') ? null : `sha${algorithm.slice(-3)}`;
}

function padding(algorithm: string) {
  if (algorithm.startsWith('RSASSA_PSS')) {
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  }
  return algorithm.startsWith('RSASSA') ? { padding: constants.RSA_PKCS1_PADDING } : {};
}
