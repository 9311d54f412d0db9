/** Queues: their names, ARNs, URLs and attributes, in the store. */
import { AwsError, type Region } from '../../service.ts';
import { type Attributes, check, initialAttributes } from './attributes.ts';
import { invalid } from './digest.ts';

export interface Queue {
  name: string;
  arn: string;
  url: string;
  attributes: Attributes;
  tags: Record<string, string>;
  /** Seconds since the epoch. */
  created: number;
  modified: number;
}

export type Queues = ReturnType<typeof queues>;

type Row = { name: string; attributes: string; tags: string; created: number; modified: number };

export function queues(region: Region) {
  const { db } = region.store;
  db.exec(`CREATE TABLE IF NOT EXISTS sqs_queue
    (name TEXT PRIMARY KEY, attributes TEXT NOT NULL, tags TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL)`);
  const one = db.prepare('SELECT * FROM sqs_queue WHERE name = ?');
  const all = db.prepare('SELECT * FROM sqs_queue WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name');
  const put = db.prepare('INSERT OR REPLACE INTO sqs_queue VALUES (?, ?, ?, ?, ?)');
  const drop = db.prepare('DELETE FROM sqs_queue WHERE name = ?');

  const arnOf = (name: string) => `arn:aws:sqs:${region.name}:${region.account}:${name}`;
  const urlOf = (name: string) => `${region.endpoint}/${region.account}/${name}`;
  const seconds = () => Math.floor(region.clock.now() / 1000);

  function queue(row: Row): Queue {
    const { name, created, modified } = row;
    const stored = { attributes: JSON.parse(row.attributes) as Attributes, tags: JSON.parse(row.tags) };
    return { name, arn: arnOf(name), url: urlOf(name), created, modified, ...stored };
  }

  function find(name: string): Queue | undefined {
    const row = one.get(name) as Row | undefined;
    return row && queue(row);
  }

  function named(name: string): Queue {
    const found = find(name);
    if (found) return found;
    throw new AwsError('QueueDoesNotExist', `The specified queue ${name} does not exist.`);
  }

  /** The policy of a queue is a resource policy of the region; a redrive policy needs its dead-letter queue. */
  function apply(name: string, attributes: Attributes): void {
    if ('Policy' in attributes) {
      region.resourcePolicy(arnOf(name), 'attribute', attributes.Policy ? JSON.parse(attributes.Policy) : undefined);
    }
    if (attributes.RedrivePolicy) redrive(name, attributes.RedrivePolicy);
  }

  function redrive(name: string, policy: string): void {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy);
    const target = String(deadLetterTargetArn).split(':').at(-1) ?? '';
    const fault = !find(target)
      ? 'Dead letter target does not exist.'
      : target.endsWith('.fifo') !== name.endsWith('.fifo')
        ? 'Dead-letter queue must be of same type as the source.'
        : !(Number(maxReceiveCount) >= 1 && Number(maxReceiveCount) <= 1000) &&
          'maxReceiveCount must be between 1 and 1000.';
    if (fault) throw invalid(`Value ${policy} for parameter RedrivePolicy is invalid. Reason: ${fault}`);
  }

  function save(name: string, attributes: Attributes, tags: Record<string, string>, created = seconds()): Queue {
    put.run(name, JSON.stringify(attributes), JSON.stringify(tags), created, seconds());
    return named(name);
  }

  return {
    find,
    named,
    arnOf,
    list: (prefix = '') => (all.all(prefix) as Row[]).map(queue),
    /** The queue of a URL; its last part names it. Throws `QueueDoesNotExist`. */
    at: (url: string): Queue => named(url.slice(url.lastIndexOf('/') + 1)),

    /** Creates a queue; again with the same attributes gives the one that is there, with others `QueueNameExists`. */
    create(name: string, given: Attributes, tags: Record<string, string> = {}): Queue {
      const attributes = initialAttributes(name, given);
      const there = find(name);
      const differs = Object.keys(given).find((key) => there && there.attributes[key] !== given[key]);
      if (differs) {
        const message = `A queue already exists with the same name and a different value for attribute ${differs}`;
        throw new AwsError('QueueNameExists', message);
      }
      if (there) return there;
      apply(name, given);
      return save(name, attributes, tags);
    },

    /** Changes the given attributes; an empty document removes it. */
    change(queue: Queue, given: Attributes, tags = queue.tags): Queue {
      check(given);
      if (given.FifoQueue && given.FifoQueue !== String(queue.attributes.FifoQueue === 'true')) {
        throw invalid('A queue cannot be changed into a FIFO queue or back.');
      }
      apply(queue.name, given);
      const attributes = Object.fromEntries(
        Object.entries({ ...queue.attributes, ...given }).filter(([, value]) => value !== ''),
      );
      return save(queue.name, attributes, tags, queue.created);
    },

    remove(name: string): void {
      drop.run(name);
      region.resourcePolicy(arnOf(name), 'attribute', undefined);
    },
  };
}
