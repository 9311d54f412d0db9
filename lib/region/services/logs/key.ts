/** Log groups under a customer's key: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
import { AwsError, type Region } from '../../service.ts';

/**
 * CloudWatch Logs uses the key by itself, so the key's policy must let it, for this group; who writes or reads lines
 * is not asked.
 * @throws AwsError InvalidParameterException in AWS's words, with the reason after them
 */
export async function checkLogKey(region: Region, KeyId: string, group: string): Promise<void> {
  const service = `logs.${region.name}.amazonaws.com`;
  const EncryptionContext = { 'aws:logs:arn': group.replace(/:$/, '') };
  const input = { KeyId, KeySpec: 'AES_256', EncryptionContext };
  await region.call({ kind: 'service', service }, 'kms', 'GenerateDataKey', input).catch((error: AwsError) => {
    const refusal = `The specified KMS key does not exist or is not allowed to be used with Arn '${EncryptionContext['aws:logs:arn']}'`;
    throw new AwsError('InvalidParameterException', `${refusal}: ${error.message}`);
  });
}
