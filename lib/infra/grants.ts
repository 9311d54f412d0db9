import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/**
 * IAM statements, each for one thing that a function does. Every statement names its resource; a wildcard stands only
 * after the name of a bucket, where the object's key is not known before the run.
 */

const allow = (actions: string[], resources: string[], conditions?: Record<string, Record<string, unknown>>) =>
  new PolicyStatement({ actions, resources, ...(conditions && { conditions }) });

/** Items of this tenant only: every partition key begins with `T#<tenant>#`. */
const ofTenant = (tenant: string) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`T#${tenant}#*`] } });

export const readTable = (table: Table, tenant: string) =>
  allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:BatchGetItem'], [table.tableArn], ofTenant(tenant));

export const queryIndex = (table: Table, tenant: string) =>
  allow(['dynamodb:Query'], [`${table.tableArn}/index/gsi1`], ofTenant(tenant));

export const writeTable = (table: Table, tenant: string) =>
  allow(
    ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
    [table.tableArn],
    ofTenant(tenant),
  );

export const readStream = (table: Table) => [
  allow(['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'], [table.tableStreamArn!]),
  // Lambda asks for it before it reads a stream, and it knows no resources.
  allow(['dynamodb:ListStreams'], ['*']),
];

export const readObjects = (bucket: Bucket) =>
  allow(['s3:GetObject', 's3:GetObjectVersion'], [bucket.arnForObjects('*')]);

export const writeObjects = (bucket: Bucket) => allow(['s3:PutObject'], [bucket.arnForObjects('*')]);

export const deleteObjects = (bucket: Bucket) => allow(['s3:DeleteObject'], [bucket.arnForObjects('*')]);

/** Puts objects under retention; nothing in it can be overwritten or removed. */
export const appendObjects = (bucket: Bucket) =>
  allow(
    ['s3:PutObject', 's3:PutObjectRetention', 's3:GetObject', 's3:GetObjectRetention'],
    [bucket.arnForObjects('*')],
  );

/** A missing object is 404 and not 403 only for who may list. */
export const listObjects = (bucket: Bucket) => allow(['s3:ListBucket'], [bucket.bucketArn]);

export const decrypt = (key: IKey) => allow(['kms:Decrypt'], [key.keyArn]);
export const encrypt = (key: IKey) => allow(['kms:Encrypt'], [key.keyArn]);
export const useKey = (key: IKey) => allow(['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn]);
export const sign = (key: IKey) => allow(['kms:Sign', 'kms:GetPublicKey'], [key.keyArn]);

export const sendMail = (identityArn: string, from: string) =>
  allow(['ses:SendEmail'], [identityArn], { StringEquals: { 'ses:FromAddress': from } });

export const invokeModel = (modelArn: string) => allow(['bedrock:InvokeModel'], [modelArn]);

export { allow };
