/** What the parts of API Gateway share. */
import type { Region } from '../../service.ts';
import { type Apis, apis } from './apis.ts';
import { exchange } from './exchange.ts';
import { type Listeners, listeners } from './listeners.ts';

export interface ApiGateway {
  region: Region;
  apis: Apis;
  listeners: Listeners;
}

export function parts(region: Region): ApiGateway {
  const known = apis(region);
  return { region, apis: known, listeners: listeners(region, known, exchange(region, known)) };
}
