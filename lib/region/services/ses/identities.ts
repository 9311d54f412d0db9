/**
 * Identities that may send, and configuration sets. An identity is verified the moment it is made: here is no DNS and no
 * mailbox in which anyone could prove that it is theirs.
 */
import { records } from '../../records.ts';
import { AwsError, type Region } from '../../service.ts';
import { bare } from './address.ts';

export interface Identity {
  name: string;
  arn: string;
  configurationSet?: string | undefined;
  tags: { Key: string; Value: string }[];
}

export interface ConfigurationSet {
  name: string;
  sendingEnabled: boolean;
  /** Delivery, reputation, suppression and tracking options as they were given. */
  options: Record<string, unknown>;
  tags: { Key: string; Value: string }[];
}

export type Identities = ReturnType<typeof identities>;

export function identities(region: Region) {
  const stored = records<Identity>(region.store, 'ses_identity');
  const sets = records<ConfigurationSet>(region.store, 'ses_configuration_set');
  const arn = (kind: string, name: string) => `arn:aws:ses:${region.name}:${region.account}:${kind}/${name}`;
  const identityArn = (name: string) => arn('identity', name);

  function set(name: string): ConfigurationSet {
    const found = sets.get(name);
    if (!found) throw new AwsError('NotFoundException', `Configuration set <${name}> does not exist.`, 404);
    return found;
  }

  return {
    set,
    sets,
    stored,
    identityArn,
    setArn: (name: string) => arn('configuration-set', name),
    named(name: string): Identity {
      const found = stored.get(name.toLowerCase());
      if (!found) throw new AwsError('NotFoundException', `Email identity <${name}> does not exist.`, 404);
      return found;
    },
    /** The identity that lets this address send: its own, or that of its domain or a parent domain. */
    sending(from: string): Identity | undefined {
      const address = bare(from);
      const labels = (address.split('@')[1] ?? '').split('.');
      const names = [address, ...labels.map((_, index) => labels.slice(index).join('.'))];
      return names.map((name) => stored.get(name)).find((identity) => identity !== undefined);
    },
    put(name: string, configurationSet: string | undefined, tags: Identity['tags']): Identity {
      if (!/^([^@\s]+@)?[\w-]+(\.[\w-]+)+$/.test(name)) {
        throw new AwsError('BadRequestException', `${name} is neither an email address nor a domain.`);
      }
      if (configurationSet) set(configurationSet);
      const identity = { name, arn: identityArn(name), configurationSet, tags };
      stored.put(name.toLowerCase(), identity);
      return identity;
    },
    drop: (name: string) => stored.delete(name.toLowerCase()),
  };
}
