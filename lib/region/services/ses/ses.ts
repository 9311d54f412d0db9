/** What the parts of SES share. */
import type { Region } from '../../service.ts';
import { type Identities, identities } from './identities.ts';
import { type Mails, mails } from './mails.ts';

export interface Ses {
  region: Region;
  identities: Identities;
  mails: Mails;
}

export function parts(region: Region): Ses {
  return { region, identities: identities(region), mails: mails(region) };
}
