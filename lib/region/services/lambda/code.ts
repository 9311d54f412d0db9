/**
 * The code of functions, unpacked under the region's data folder by content, so that a published version keeps its
 * code when the assembly is made again.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { AwsError, type Region } from '../../service.ts';

export interface Code {
  folder: string;
  sha256: string;
}

/** Unpacks a folder of an assembly. Safe to repeat; a half-made copy is never seen. */
export function unpackFolder(region: Region, source: string): Code {
  if (!existsSync(source)) throw invalid(`The code ${source} is not in the assembly; synthesise it again`);
  if (!statSync(source).isDirectory()) {
    throw invalid(`The code ${source} is a file; the local region runs folder assets, not archives`);
  }
  return unpack(region, hashFolder(source), (target) => cpSync(source, target, { recursive: true, dereference: true }));
}

/** `ZipFile` of a template: the text of `index.js`. */
export function unpackInline(region: Region, text: string): Code {
  const sha256 = createHash('sha256').update(text).digest('base64');
  return unpack(region, sha256, (target) => {
    mkdirSync(target);
    writeFileSync(join(target, 'index.js'), text);
  });
}

function unpack(region: Region, sha256: string, fill: (target: string) => void): Code {
  const root = join(region.dataDir, 'lambda');
  const folder = join(root, Buffer.from(sha256, 'base64').toString('hex').slice(0, 32));
  if (existsSync(folder)) return { folder, sha256 };
  mkdirSync(root, { recursive: true });
  // Ends Node's search for a package.json, or the one of a repository around the data folder would decide that .js is ESM.
  writeFileSync(join(root, 'package.json'), '{}');
  const half = `${folder}.${region.id(4)}`;
  fill(half);
  renameSync(half, folder);
  return { folder, sha256 };
}

/** Removes code that no version uses, and what a kill left half copied. */
export function sweepCode(region: Region, used: ReadonlySet<string>): void {
  const root = join(region.dataDir, 'lambda');
  if (!existsSync(root)) return;
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const unused = folders.map(({ name }) => join(root, name)).filter((folder) => !used.has(folder));
  for (const folder of unused) rmSync(folder, { recursive: true, force: true });
}

function hashFolder(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const path of paths) {
    const content = readFileSync(path);
    hash.update(`${relative(folder, path)}\0${content.length}\0`).update(content);
  }
  return hash.digest('base64');
}

const invalid = (message: string) => new AwsError('InvalidParameterValueException', message);
