/** AWS::SES::EmailIdentity and AWS::SES::ConfigurationSet. */
import * as z from 'zod';
import type { Provisioned, ResourcePlace } from '../../service.ts';
import { flag, resource, tags } from '../../shape.ts';
import { physicalName } from '../../template/name.ts';
import type { Ses } from './ses.ts';

const kept = z.looseObject({}).optional();
const identityShape = z.strictObject({
  EmailIdentity: z.string(),
  ConfigurationSetAttributes: z.strictObject({ ConfigurationSetName: z.string() }).optional(),
  // These say how mail would leave and come back; here none does.
  DkimAttributes: kept,
  DkimSigningAttributes: kept,
  FeedbackAttributes: kept,
  MailFromAttributes: kept,
  Tags: tags.default([]),
});
const setShape = z.strictObject({
  Name: z.string().optional(),
  SendingOptions: z.strictObject({ SendingEnabled: flag.default(true) }).optional(),
  DeliveryOptions: kept,
  ReputationOptions: kept,
  SuppressionOptions: kept,
  TrackingOptions: kept,
  Tags: tags.default([]),
});

export function resources({ identities }: Ses) {
  const putIdentity = (properties: z.output<typeof identityShape>): Provisioned => {
    const { EmailIdentity: name, ConfigurationSetAttributes, Tags } = properties;
    identities.put(name, ConfigurationSetAttributes?.ConfigurationSetName, Tags);
    const tokens = [1, 2, 3].flatMap((index) => [
      [`DkimDNSTokenName${index}`, `local${index}._domainkey.${name}`],
      [`DkimDNSTokenValue${index}`, `local${index}.dkim.invalid`],
    ]);
    return { ref: name, attributes: Object.fromEntries(tokens) };
  };
  const putSet = (properties: z.output<typeof setShape>, place: ResourcePlace): Provisioned => {
    const { Name, SendingOptions, Tags, ...options } = properties;
    const name = Name ?? physicalName(place, 64);
    identities.sets.put(name, { name, sendingEnabled: SendingOptions?.SendingEnabled ?? true, options, tags: Tags });
    return { ref: name, attributes: {} };
  };
  return {
    ...resource('AWS::SES::EmailIdentity', identityShape, {
      create: putIdentity,
      update: (properties, current) => replaced(current, putIdentity(properties), identities.drop),
      delete: (current) => identities.drop(current.ref),
    }),
    ...resource('AWS::SES::ConfigurationSet', setShape, {
      create: putSet,
      update: (properties, current, place) => replaced(current, putSet(properties, place), identities.sets.delete),
      delete: (current) => identities.sets.delete(current.ref),
    }),
  };
}

/** Another name is another resource: the former one goes. */
function replaced(current: Provisioned, next: Provisioned, drop: (name: string) => void): Provisioned {
  if (next.ref !== current.ref) drop(current.ref);
  return next;
}
