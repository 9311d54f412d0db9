/** Amazon SES v2: sends into a mailbox that people read at /_region/ses/ and tests at /_region/ses/messages. */
import type { Region, Service } from '../../service.ts';
import { type Route, restJson } from '../../wire/rest-json.ts';
import { inbox } from './inbox/inbox.ts';
import { managing } from './manage.ts';
import { resources } from './resources.ts';
import { sending } from './send.ts';
import { parts } from './ses.ts';

const paging = { NextToken: 'NextToken', PageSize: { member: 'PageSize', as: 'number' } } as const;
const identity = '/v2/email/identities';
const set = '/v2/email/configuration-sets';
const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/v2/email/outbound-emails',
    operation: 'SendEmail',
    blobs: ['Content.Raw.Data', 'Content.Simple.Attachments[].RawContent'],
  },
  { method: 'POST', path: identity, operation: 'CreateEmailIdentity' },
  { method: 'GET', path: identity, operation: 'ListEmailIdentities', query: paging },
  { method: 'GET', path: `${identity}/{EmailIdentity}`, operation: 'GetEmailIdentity' },
  { method: 'DELETE', path: `${identity}/{EmailIdentity}`, operation: 'DeleteEmailIdentity' },
  { method: 'POST', path: set, operation: 'CreateConfigurationSet' },
  { method: 'GET', path: set, operation: 'ListConfigurationSets', query: paging },
  { method: 'GET', path: `${set}/{ConfigurationSetName}`, operation: 'GetConfigurationSet' },
  { method: 'DELETE', path: `${set}/{ConfigurationSetName}`, operation: 'DeleteConfigurationSet' },
];

export function ses(region: Region): Service {
  const shared = parts(region);
  return {
    name: 'ses',
    operations: { ...sending(shared), ...managing(shared) },
    resources: resources(shared),
    protocol: restJson(ROUTES),
    pages: inbox(shared.mails),
  };
}
