import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Anchored, AnchorPorts } from '../audit/anchor.ts';
import { fromSpki, type NoteKey } from '../audit/checkpoint.ts';
import { anchorKey, checkpointKey } from '../audit/keys.ts';
import { dynamoLog } from './audit-log.ts';
import { CLIENT } from './clients.ts';
import { env } from './env.ts';

const table = new DynamoDBClient(CLIENT);
const kms = new KMSClient(CLIENT);
const s3 = new S3Client(CLIENT);

/** What anchoring needs, on AWS. Asks KMS for the public key, so a function makes it once. */
export async function anchorPorts(tenant: string): Promise<AnchorPorts> {
  return {
    log: dynamoLog(env('COUNTERSIGN_LEDGER'), tenant, table),
    key: await checkpointPublicKey(),
    sign,
    shelve: (size, note) => shelve(anchorKey(tenant, size), note),
    newest: () => newestCheckpoint(tenant),
    note: (anchored) => noteCheckpoint(tenant, anchored),
  };
}

/** The key that checkpoints verify with, named as the log. */
export async function checkpointPublicKey(): Promise<NoteKey> {
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: env('COUNTERSIGN_CHECKPOINT_KEY') }));
  return fromSpki(env('COUNTERSIGN_LOG_ORIGIN'), PublicKey!);
}

async function sign(Message: Uint8Array): Promise<Uint8Array> {
  const input = {
    KeyId: env('COUNTERSIGN_CHECKPOINT_KEY'),
    Message,
    MessageType: 'RAW',
    SigningAlgorithm: 'ED25519_SHA_512',
  } as const;
  const { Signature } = await kms.send(new SignCommand(input));
  return Signature!;
}

/** The bucket's default retention locks it. A note that is there stays: the first version is the anchor. */
async function shelve(Key: string, note: string): Promise<Anchored['anchor']> {
  const Bucket = env('COUNTERSIGN_BUCKET_ANCHORS');
  const put = { Bucket, Key, Body: note, ContentType: 'text/plain; charset=utf-8', IfNoneMatch: '*' };
  const { VersionId } = await s3.send(new PutObjectCommand(put)).catch((error: unknown) => {
    if (!isThere(error)) throw error;
    return shelvedBefore(Bucket, Key, note);
  });
  return { bucket: Bucket, key: Key, versionId: VersionId! };
}

const isThere = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;

/** The note of a crash between this and the table. Another one of the same size would be a second history: throws. */
async function shelvedBefore(Bucket: string, Key: string, note: string): Promise<{ VersionId?: string | undefined }> {
  const { Body, VersionId } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  if ((await Body!.transformToString()) === note) return { VersionId };
  throw new Error(
    `${Bucket}/${Key} holds another checkpoint of the same size: the log was rewritten after it was anchored; compare the two`,
  );
}

export async function newestCheckpoint(tenant: string): Promise<Anchored | undefined> {
  const Key = marshall(checkpointKey(tenant));
  const { Item } = await table.send(
    new GetItemCommand({ TableName: env('COUNTERSIGN_LEDGER'), Key, ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const { size, note, anchor } = unmarshall(Item) as Anchored;
  return { size, note, anchor };
}

async function noteCheckpoint(tenant: string, anchored: Anchored): Promise<void> {
  const command = new PutItemCommand({
    TableName: env('COUNTERSIGN_LEDGER'),
    Item: marshall({ ...checkpointKey(tenant), ...anchored }),
    ConditionExpression: 'attribute_not_exists(pk) OR #size < :size',
    ExpressionAttributeNames: { '#size': 'size' },
    ExpressionAttributeValues: marshall({ ':size': anchored.size }),
  });
  await table.send(command).catch((error: unknown) => {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  });
}
