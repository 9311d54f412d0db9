/** AWS KMS, simulated: real cryptography, but the keys stand in the state file and not in hardware. */
import type { Region } from '../../service.ts';
import { jsonProtocol } from '../../wire/json.ts';
import { encrypting } from './encrypt.ts';
import { keys } from './keys.ts';
import { managingAliases, managingKeys } from './manage.ts';
import { resources } from './resources.ts';
import { macs, signatures } from './sign.ts';
import { authorizing, type KmsService } from './via.ts';

const BLOBS = ['Plaintext', 'CiphertextBlob', 'Message', 'Signature', 'Mac'];

export function kms(region: Region): KmsService {
  const stored = keys(region);
  return {
    name: 'kms',
    operations: {
      ...managingKeys(stored, region.clock.now),
      ...managingAliases(stored),
      ...encrypting(stored),
      ...signatures(stored),
      ...macs(stored),
    },
    resources: resources(region, stored),
    authorizeVia: authorizing(region, stored),
    protocol: jsonProtocol('TrentService', { version: '1.1', blobs: { '*': BLOBS } }),
  };
}
