/** S3's REST with XML bodies, path style: https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
import type { Protocol } from '../../../service.ts';
import { decode } from './decode.ts';
import { encode, fail } from './encode.ts';

export function s3Protocol(): Protocol {
  return { decode, encode, fail };
}
