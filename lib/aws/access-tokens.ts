import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { base64url, importSPKI, jwtVerify } from 'jose';
import type { Tokens } from '../control/ports.ts';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';
import { clock } from './system.ts';

/** Seconds that an access token holds. */
const LIFETIME = 900;

const kms = new KMSClient(CLIENT);
const KeyId = () => env('COUNTERSIGN_TOKEN_SIGNING_KEY');

/** Access tokens are JWTs (RFC 7519, ES256) signed by a KMS key: no secret of ours could sign one elsewhere. */
export const kmsTokens: Tokens = {
  async issue(claims) {
    const now = Math.floor(clock.now() / 1000);
    const payload = { ...claims, iss: issuer(), aud: issuer(), iat: now, exp: now + LIFETIME };
    const signed = `${part({ alg: 'ES256', typ: 'JWT' })}.${part(payload)}`;
    const input = {
      KeyId: KeyId(),
      Message: Buffer.from(signed),
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    } as const;
    const { Signature } = await kms.send(new SignCommand(input));
    return { token: `${signed}.${base64url.encode(fromDer(Signature!))}`, expiresIn: LIFETIME };
  },
};

/** The claims of a token that we have signed and that has not ended. Rejects otherwise. */
export async function verifyToken(token: string): Promise<{ sub: string; scope: string }> {
  const options = { issuer: issuer(), audience: issuer(), algorithms: ['ES256'], currentDate: new Date(clock.now()) };
  const { payload } = await jwtVerify(token, await publicKey(), options);
  return { sub: String(payload.sub), scope: String(payload.scope) };
}

const issuer = () => `countersign/${env('COUNTERSIGN_TENANT')}`;
const part = (value: object) => base64url.encode(JSON.stringify(value));

let key: ReturnType<typeof importSPKI> | undefined;

function publicKey(): ReturnType<typeof importSPKI> {
  key ??= fetchKey().catch((error: unknown) => {
    key = undefined;
    throw error;
  });
  return key;
}

async function fetchKey() {
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: KeyId() }));
  const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(PublicKey!).toString('base64')}\n-----END PUBLIC KEY-----`;
  return importSPKI(pem, 'ES256');
}

/** KMS answers in DER (two INTEGERs), a JWT wants the two numbers side by side, 32 bytes each (RFC 7518 section 3.4). */
function fromDer(der: Uint8Array): Uint8Array {
  const rLength = der[3]!;
  const r = der.subarray(4, 4 + rLength);
  const s = der.subarray(6 + rLength, 6 + rLength + der[5 + rLength]!);
  return Buffer.concat([r, s].map(pad32));
}

const pad32 = (number: Uint8Array): Uint8Array => {
  const digits = number.subarray(Math.max(0, number.length - 32));
  return Buffer.concat([Buffer.alloc(32 - digits.length), digits]);
};
