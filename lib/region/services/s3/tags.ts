/** Tags of objects. */
import * as z from 'zod';
import type { Operation } from '../../service.ts';
import { operation, tags } from '../../shape.ts';
import { objectArn } from './buckets.ts';
import { s3Error } from './errors.ts';
import { version } from './shapes.ts';
import { readable, type State } from './state.ts';

type Tag = { Key: string; Value: string };

const target = z.strictObject(version);
const putting = z.strictObject({
  ...version,
  ContentMD5: z.string().optional(),
  Tagging: z.strictObject({ TagSet: tags }),
});

/** As the header `x-amz-tagging` writes them: `a=1&b=2`. */
export function readTags(header: string | undefined): Tag[] {
  return checkTags([...new URLSearchParams(header ?? '')].map(([Key, Value]) => ({ Key, Value })));
}

function checkTags(given: Tag[]): Tag[] {
  const keys = new Set(given.map((tag) => tag.Key));
  if (keys.size < given.length) throw s3Error('InvalidTag', 400, 'Cannot provide multiple Tags with the same key');
  if (given.length > 10) throw s3Error('BadRequest', 400, 'Object tags cannot be greater than 10');
  return given;
}

export function tagOperations(state: State): Record<string, Operation> {
  const set = (input: z.output<typeof target>, given: Tag[]) => {
    state.buckets.get(input.Bucket);
    const found = state.versions.get(input.Bucket, input.Key, input.VersionId);
    state.versions.setDetail(found, { ...found.detail, tags: given });
    return { VersionId: found.versionId };
  };
  return {
    ...operation('GetObjectTagging', target, (input, call) => {
      const found = readable(state, call, 'GetObjectTagging', input).version;
      return { TagSet: found.detail.tags, VersionId: found.versionId };
    }),
    ...operation('PutObjectTagging', putting, (input, call) => {
      call.authorize(`s3:PutObject${input.VersionId ? 'Version' : ''}Tagging`, objectArn(input.Bucket, input.Key));
      return set(input, checkTags(input.Tagging.TagSet));
    }),
    ...operation('DeleteObjectTagging', target, (input, call) => {
      call.authorize(`s3:DeleteObject${input.VersionId ? 'Version' : ''}Tagging`, objectArn(input.Bucket, input.Key));
      return set(input, []);
    }),
  };
}
