import { detect, MAX_BYTES } from '../../lib/documents/detect.ts';
import type { DocumentProblem } from '../../lib/documents/problem.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each([
  ['%PDF-1.7\n', 'pdf'],
  ['\n\nrubbish %PDF-1.4', 'pdf'],
  ['\x89PNG\r\n\x1a\n....', 'png'],
  ['\xff\xd8\xff\xe0', 'jpeg'],
])('%j is a %s', (head, kind) => {
  expect(detect(bytes(head))).toBe(kind);
});

test.each([
  ['', 'EmptyFile', '0 bytes'],
  ['PK\x03\x04', 'UnsupportedType', 'ZIP archive'],
  ['<!DOCTYPE html><html>', 'UnsupportedType', 'web page'],
  ['<?xml version="1.0"?>', 'UnsupportedType', 'XML'],
  ['II*\0', 'UnsupportedType', 'TIFF'],
  ['GIF89a', 'UnsupportedType', 'GIF'],
  ['Invoice 12\nTotal 3.00', 'UnsupportedType', 'plain text'],
  ['\x00\x01\x02\x03', 'UnsupportedType', '00 01 02 03'],
])('%j is refused as %s and the message says "%s"', (head, code, words) => {
  expect(() => detect(bytes(head))).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(words) }) as DocumentProblem,
  );
});

test('a file over the limit is refused before it is looked at', () => {
  expect(() => detect(new Uint8Array(MAX_BYTES + 1))).toThrow(
    expect.objectContaining({ code: 'TooLarge' }) as DocumentProblem,
  );
});
