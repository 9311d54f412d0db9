/** Log groups and their streams. */
import { records } from '../../records.ts';
import { AwsError, type Region } from '../../service.ts';
import { type Lines, lines } from './lines.ts';

export interface Group {
  logGroupName: string;
  /** Milliseconds since the epoch. */
  creationTime: number;
  retentionInDays?: number | undefined;
}

export interface Stream {
  logStreamName: string;
  creationTime: number;
}

/** What the operations share. `need…` throw `ResourceNotFoundException`. */
export interface Logs {
  lines: Lines;
  /** `arn:…:log-group:<group>:<rest>`; the rest is `*` for the group itself. */
  arn(group: string, rest?: string): string;
  group(name: string): Group | undefined;
  groups(prefix: string): Group[];
  needGroup(name: string): Group;
  putGroup(name: string, retentionInDays?: number): void;
  dropGroup(name: string): void;
  stream(group: string, stream: string): Stream | undefined;
  streams(group: string, prefix: string): Stream[];
  needStream(group: string, stream: string): Stream;
  addStream(group: string, stream: string): void;
}

export function logsOf(region: Region): Logs {
  const groups = records<Group>(region.store, 'logs_group');
  const streams = records<Stream>(region.store, 'logs_stream');
  const stored = lines(region.store);
  // Neither name may hold a space, so no group's streams are found under another's.
  const key = (group: string, stream: string) => `${group} ${stream}`;
  return {
    lines: stored,
    arn: (group, rest = '*') => `arn:aws:logs:${region.name}:${region.account}:log-group:${group}:${rest}`,
    group: groups.get,
    groups: groups.list,
    needGroup: (name) => groups.get(name) ?? missing('group', name),
    putGroup(logGroupName, retentionInDays) {
      const creationTime = groups.get(logGroupName)?.creationTime ?? region.clock.now();
      groups.put(logGroupName, { logGroupName, creationTime, retentionInDays });
    },
    dropGroup: (name) =>
      region.store.transaction(() => {
        stored.drop(name);
        for (const { logStreamName } of streams.list(key(name, ''))) streams.delete(key(name, logStreamName));
        groups.delete(name);
      }),
    stream: (group, stream) => streams.get(key(group, stream)),
    streams: (group, prefix) => streams.list(key(group, prefix)),
    needStream: (group, stream) => streams.get(key(group, stream)) ?? missing('stream', key(group, stream)),
    addStream: (group, logStreamName) =>
      streams.put(key(group, logStreamName), { logStreamName, creationTime: region.clock.now() }),
  };
}

function missing(what: 'group' | 'stream', name: string): never {
  throw new AwsError('ResourceNotFoundException', `The specified log ${what} does not exist: ${name}`);
}
