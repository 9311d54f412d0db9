/** Amazon EventBridge: buses, rules, patterns, schedules, and delivery that survives a kill. */
import type { Region, Service } from '../../service.ts';
import { jsonProtocol } from '../../wire/json.ts';
import { parts } from './events.ts';
import { managingBuses, managingRules } from './manage.ts';
import { type Emitted, putting } from './put.ts';
import { resources } from './resources.ts';

export interface EventsService extends Service {
  /** Puts an event of one of the region's own services on the default bus. Joins a transaction that is open. */
  emit(event: Emitted): void;
}

export function events(region: Region): EventsService {
  const shared = parts(region);
  const { emit, operations } = putting(shared);
  return {
    name: 'events',
    operations: { ...operations, ...managingBuses(shared), ...managingRules(shared) },
    resources: resources(shared),
    protocol: jsonProtocol('AWSEvents', { version: '1.1', timestamps: { PutEvents: ['Entries[].Time'] } }),
    emit,
    start() {
      shared.outbox.start();
      shared.ticks.start();
    },
    stop() {
      shared.outbox.stop();
      shared.ticks.stop();
    },
  };
}
