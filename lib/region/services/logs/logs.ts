/** CloudWatch Logs, as far as functions write to it and people read it. Retention is noted, not applied. */
import type { Region, Service } from '../../service.ts';
import { jsonProtocol } from '../../wire/json.ts';
import { writingAndReading } from './events.ts';
import { logsOf } from './groups.ts';
import { managing } from './manage.ts';
import { resources } from './resources.ts';

export function logs(region: Region): Service {
  const shared = logsOf(region);
  return {
    name: 'logs',
    protocol: jsonProtocol('Logs_20140328', { version: '1.1' }),
    resources: resources(region, shared),
    operations: { ...managing(region, shared), ...writingAndReading(region, shared) },
  };
}
