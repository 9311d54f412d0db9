/** AWS Secrets Manager, without rotation. */
import type { Region, Service } from '../../service.ts';
import { jsonProtocol } from '../../wire/json.ts';
import { managing } from './manage.ts';
import { resources } from './resources.ts';
import { secrets } from './secrets.ts';
import { values } from './values.ts';

export function secretsmanager(region: Region): Service {
  const stored = secrets(region);
  return {
    name: 'secretsmanager',
    operations: { ...values(region, stored), ...managing(region, stored) },
    resources: resources(region, stored),
    protocol: jsonProtocol('secretsmanager', { version: '1.1', blobs: { '*': ['SecretBinary'] } }),
  };
}
