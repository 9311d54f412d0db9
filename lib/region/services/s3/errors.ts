/** S3's errors, in its words. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
import { AwsError } from '../../service.ts';

export function s3Error(
  code: string,
  status: number,
  message: string,
  members: Record<string, unknown> = {},
): AwsError {
  return new AwsError(code, message, status, members);
}

export const noSuchBucket = (BucketName: string) =>
  s3Error('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName });

export const noSuchKey = (Key: string, members: Record<string, unknown> = {}) =>
  s3Error('NoSuchKey', 404, 'The specified key does not exist.', { Key, ...members });

export const noSuchVersion = (Key: string, VersionId: string) =>
  s3Error('NoSuchVersion', 404, 'The specified version does not exist.', { Key, VersionId });

export const noSuchUpload = (UploadId: string) =>
  s3Error(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId },
  );

/** `Condition` is the header that does not hold. */
export const preconditionFailed = (Condition: string) =>
  s3Error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', { Condition });

export const invalidArgument = (message: string, members: Record<string, unknown> = {}) =>
  s3Error('InvalidArgument', 400, message, members);

export const invalidRequest = (message: string) => s3Error('InvalidRequest', 400, message);

export const locked = () => s3Error('AccessDenied', 403, 'Access Denied because object protected by object lock.');
