/** Amazon S3: buckets, versions, Object Lock, multipart uploads, events. */
import type { Region, Service } from '../../service.ts';
import { bucketOperations } from './bucket-operations.ts';
import { deleteOperations } from './delete.ts';
import { getOperations } from './get.ts';
import { listOperations } from './list.ts';
import { lockOperations } from './lock-operations.ts';
import { multipartOperations } from './multipart.ts';
import { s3Protocol } from './protocol/protocol.ts';
import { putOperations } from './put.ts';
import { s3Resources } from './resources.ts';
import { stateOf } from './state.ts';
import { tagOperations } from './tags.ts';

/** Called inside the region, `Body` is bytes in inputs and outputs; SDK clients see streams. */
export function s3(region: Region): Service {
  const state = stateOf(region);
  return {
    name: 's3',
    operations: {
      ...bucketOperations(state),
      ...putOperations(state),
      ...getOperations(state),
      ...deleteOperations(state),
      ...listOperations(state),
      ...multipartOperations(state),
      ...lockOperations(state),
      ...tagOperations(state),
    },
    resources: s3Resources(state),
    protocol: s3Protocol(),
    start() {
      state.bodies.clean();
    },
  };
}
