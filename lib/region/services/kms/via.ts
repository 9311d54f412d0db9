/**
 * Keys of customers behind other services: what encrypts under one asks KMS in the name of its caller, who so needs
 * permissions on the key as well. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
import type { Call, Region, Service } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { type Keys, usable } from './keys.ts';

export interface KeyUse {
  /** `dynamodb`: what asks. */
  service: string;
  /** Id, ARN or alias; without one, or with a key that AWS manages, nothing is asked. */
  keyId: string | undefined;
  actions: readonly ('Decrypt' | 'GenerateDataKey')[];
  /** The encryption context that the service binds its data to. */
  context?: Readonly<Record<string, string>>;
}

export interface KmsService extends Service {
  authorizeVia(call: Call, use: KeyUse): void;
}

/** @throws AwsError AccessDeniedException, NotFoundException, DisabledException or KMSInvalidStateException */
export function authorizeKey(region: Region, call: Call, use: KeyUse): void {
  if (!use.keyId || use.keyId.includes('alias/aws/')) return;
  (region.service('kms') as KmsService).authorizeVia(call, use);
}

export const authorizing =
  (region: Region, keys: Keys): KmsService['authorizeVia'] =>
  (call, { service, keyId = '', actions, context = {} }) => {
    const key = keys.named(keyId);
    const bound = Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
    const conditions = {
      'kms:ViaService': `${service}.${region.name}.amazonaws.com`,
      'kms:EncryptionContextKeys': Object.keys(context),
      ...Object.fromEntries(bound),
    };
    for (const action of actions) call.authorize(`kms:${action}`, key.arn, conditions);
    usable(key, 'ENCRYPT_DECRYPT');
  };

/** Does `work`; what KMS refuses in it becomes the refusal that the service itself sends. */
export function refusedAs<T>(refusal: (reason: AwsError) => AwsError, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof AwsError ? refusal(error) : error;
  }
}
