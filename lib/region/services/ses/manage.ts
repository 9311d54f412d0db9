/** Operations on identities and configuration sets. */
import * as z from 'zod';
import { AwsError } from '../../service.ts';
import { flag, operation, tags } from '../../shape.ts';
import type { Identity } from './identities.ts';
import type { Ses } from './ses.ts';

const page = z.strictObject({ NextToken: z.string().optional(), PageSize: z.number().optional() });
const byIdentity = z.strictObject({ EmailIdentity: z.string() });
const bySet = z.strictObject({ ConfigurationSetName: z.string() });
const createIdentity = z.strictObject({
  EmailIdentity: z.string(),
  ConfigurationSetName: z.string().optional(),
  Tags: tags.default([]),
});
const createSet = z.strictObject({
  ConfigurationSetName: z.string(),
  SendingOptions: z.strictObject({ SendingEnabled: flag }).optional(),
  Tags: tags.default([]),
});

export function managing({ identities }: Ses) {
  return {
    ...operation('CreateEmailIdentity', createIdentity, (input, call) => {
      const name = input.EmailIdentity;
      call.authorize('ses:CreateEmailIdentity', identities.identityArn(name));
      if (identities.stored.get(name.toLowerCase())) {
        throw new AwsError('AlreadyExistsException', `Email identity ${name} already exist.`);
      }
      return show(identities.put(name, input.ConfigurationSetName, input.Tags));
    }),
    ...operation('GetEmailIdentity', byIdentity, (input, call) => {
      const identity = identities.named(input.EmailIdentity);
      call.authorize('ses:GetEmailIdentity', identity.arn);
      return { ...show(identity), VerificationStatus: 'SUCCESS', FeedbackForwardingStatus: true, Tags: identity.tags };
    }),
    ...operation('DeleteEmailIdentity', byIdentity, (input, call) => {
      const identity = identities.named(input.EmailIdentity);
      call.authorize('ses:DeleteEmailIdentity', identity.arn);
      identities.drop(identity.name);
      return {};
    }),
    ...operation('ListEmailIdentities', page, (_, call) => {
      call.authorize('ses:ListEmailIdentities', '*');
      const EmailIdentities = identities.stored.list().map((identity) => {
        const { IdentityType } = show(identity);
        return { IdentityName: identity.name, IdentityType, SendingEnabled: true, VerificationStatus: 'SUCCESS' };
      });
      return { EmailIdentities };
    }),
    ...operation('CreateConfigurationSet', createSet, (input, call) => {
      const name = input.ConfigurationSetName;
      call.authorize('ses:CreateConfigurationSet', identities.setArn(name));
      if (identities.sets.get(name))
        throw new AwsError('AlreadyExistsException', `Configuration set <${name}> already exists.`);
      identities.sets.put(name, {
        name,
        sendingEnabled: input.SendingOptions?.SendingEnabled ?? true,
        options: {},
        tags: input.Tags,
      });
      return {};
    }),
    ...operation('GetConfigurationSet', bySet, (input, call) => {
      const set = identities.set(input.ConfigurationSetName);
      call.authorize('ses:GetConfigurationSet', identities.setArn(set.name));
      return {
        ConfigurationSetName: set.name,
        SendingOptions: { SendingEnabled: set.sendingEnabled },
        Tags: set.tags,
        ...set.options,
      };
    }),
    ...operation('DeleteConfigurationSet', bySet, (input, call) => {
      const set = identities.set(input.ConfigurationSetName);
      call.authorize('ses:DeleteConfigurationSet', identities.setArn(set.name));
      identities.sets.delete(set.name);
      return {};
    }),
    ...operation('ListConfigurationSets', page, (_, call) => {
      call.authorize('ses:ListConfigurationSets', '*');
      return { ConfigurationSets: identities.sets.list().map(({ name }) => name) };
    }),
  };
}

function show({ name, configurationSet }: Identity) {
  return {
    IdentityType: name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN',
    VerifiedForSendingStatus: true,
    ConfigurationSetName: configurationSet,
  };
}
