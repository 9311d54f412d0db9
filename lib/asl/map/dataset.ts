/** The formats of a dataset. */
import { Failure } from '../failure.ts';
import type { Json, JsonObject } from '../types.ts';
import { isObject } from '../types.ts';
import { parseCsv } from './csv.ts';

export const failed = (cause: string): Failure => new Failure('States.ItemReaderFailed', cause, { complete: true });

/** The values in the text of an object, by `InputType`. @throws Failure `States.ItemReaderFailed` */
export function parseDataset(body: string, config: JsonObject): Json {
  switch (config.InputType ?? 'JSON') {
    case 'CSV':
      return parseCsv(body, config);
    case 'JSONL':
      return body
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(parseJson);
    case 'JSON':
      return at(parseJson(body), config.ItemsPointer);
    default:
      throw failed(`Reading items of type ${String(config.InputType)} is not supported here: use JSON, JSONL or CSV`);
  }
}

/** The value at a JSON pointer (RFC 6901); the whole without one. */
function at(value: Json, pointer: Json | undefined): Json {
  if (typeof pointer !== 'string' || pointer === '') return value;
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json>((inner, key) => (inner as JsonObject | null)?.[key] ?? null, value);
}

export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw failed(`The object does not hold valid JSON: ${(error as Error).message}`);
  }
}

/** Files of an Athena data manifest: a line each, `s3://bucket/key`. */
export function athenaFiles(text: string): { Bucket: string; Key: string }[] {
  const lines = text.split('\n').map((line) => line.trim().replace(/^"|"$/g, ''));
  return lines.filter(Boolean).map((line) => {
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(line) ?? [];
    if (Bucket === undefined || Key === undefined)
      throw failed(`The manifest names no S3 object: ${line.slice(0, 80)}`);
    return { Bucket, Key };
  });
}

/**
 * The files of an S3 inventory, which are CSV without a header: the manifest says what their columns are.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export function inventory(manifest: Json) {
  const { files, fileFormat, fileSchema, destinationBucket } = isObject(manifest) ? manifest : {};
  if (!Array.isArray(files) || fileFormat !== 'CSV' || typeof fileSchema !== 'string') {
    throw failed('The manifest is not that of an S3 inventory in CSV: it needs files, fileFormat and fileSchema');
  }
  const Bucket = String(destinationBucket).replace(/^arn:aws[\w-]*:s3:::/, '');
  const CSVHeaders = fileSchema.split(',').map((name) => name.trim());
  return {
    left: files.map((file) => ({ Bucket, Key: String((file as JsonObject).key) })),
    config: { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders },
    values: [],
  };
}
