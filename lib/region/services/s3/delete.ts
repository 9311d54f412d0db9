/** DeleteObject and DeleteObjects. */
import { AwsError, type Call, type Operation } from '../../service.ts';
import { operation } from '../../shape.ts';
import { announce } from './announce.ts';
import { type Bucket, objectArn } from './buckets.ts';
import { checkWrite } from './conditions.ts';
import { refuseLocked } from './lock.ts';
import * as shapes from './shapes.ts';
import type { State } from './state.ts';

interface Target {
  Key: string;
  VersionId?: string | undefined;
  BypassGovernanceRetention?: boolean | undefined;
  IfMatch?: string | undefined;
}

interface Deleted {
  DeleteMarker?: true;
  VersionId?: string;
}

export function deleteOperations(state: State): Record<string, Operation> {
  return {
    ...operation('DeleteObject', shapes.deleteObject, (input, call) => remove(state, input.Bucket, input, call)),
    ...operation('DeleteObjects', shapes.deleteObjects, ({ Bucket, Delete, BypassGovernanceRetention }, call) => {
      const outcomes = Delete.Objects.map((one) =>
        tryRemove(state, Bucket, { ...one, BypassGovernanceRetention }, call),
      );
      const errors = outcomes.flatMap(({ error }) => error ?? []);
      const deleted = outcomes.flatMap(({ done }) => done ?? []);
      return { ...(Delete.Quiet ? {} : { Deleted: deleted }), ...(errors.length > 0 ? { Errors: errors } : {}) };
    }),
  };
}

/** Removes a version for ever or, without a version in a versioned bucket, hides the object behind a delete marker. */
function remove(state: State, name: string, target: Target, call: Call): Deleted {
  const { Key, VersionId } = target;
  call.authorize(VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion', objectArn(name, Key));
  const bucket = state.buckets.get(name);
  return state.region.store.transaction(() => {
    if (target.IfMatch !== undefined) checkWrite(state.versions.find(name, Key), Key, { IfMatch: target.IfMatch });
    if (VersionId !== undefined || !bucket.versioning) return removeVersion(state, bucket, target, call);
    return addMarker(state, bucket, Key, call);
  });
}

function removeVersion(state: State, bucket: Bucket, target: Target, call: Call): Deleted {
  const { Key, VersionId, BypassGovernanceRetention } = target;
  const { versions, region } = state;
  const version = versions.find(bucket.name, Key, VersionId);
  if (!version) return VersionId === undefined ? {} : { VersionId };
  refuseLocked(version, call, region.clock.now(), BypassGovernanceRetention);
  versions.remove(version);
  const cause = { type: 'Object Deleted', reason: 'DeleteObject', deletion: 'Permanently Deleted' } as const;
  announce(region, bucket, version, cause, call.principal);
  if (VersionId === undefined) return {};
  return { VersionId, ...(version.isMarker ? { DeleteMarker: true } : {}) };
}

function addMarker({ versions, region }: State, bucket: Bucket, Key: string, call: Call): Deleted {
  const detail = { headers: {}, metadata: {}, tags: [], pieces: [] };
  const marker = versions.add(bucket, Key, { size: 0, etag: '', detail, isMarker: true });
  const cause = { type: 'Object Deleted', reason: 'DeleteObject', deletion: 'Delete Marker Created' } as const;
  announce(region, bucket, marker, cause, call.principal);
  return { DeleteMarker: true, VersionId: marker.versionId };
}

function tryRemove(state: State, bucket: string, target: Target, call: Call) {
  const { Key, VersionId } = target;
  try {
    const { DeleteMarker, VersionId: version } = remove(state, bucket, target, call);
    const marker = DeleteMarker ? { DeleteMarker, DeleteMarkerVersionId: version } : {};
    return { done: { Key, ...(VersionId ? { VersionId } : {}), ...marker } };
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === 'NoSuchBucket') throw error;
    const Code = error.code === 'AccessDeniedException' ? 'AccessDenied' : error.code;
    return { error: { Key, ...(VersionId ? { VersionId } : {}), Code, Message: error.message } };
  }
}
