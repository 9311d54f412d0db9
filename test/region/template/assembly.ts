/** Writes small cloud assemblies by hand, so that tests show the template they are about. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface HandWrittenStack {
  resources: object;
  dependsOn?: string[];
  [section: string]: unknown;
}

/** A folder with a manifest and a template per stack; `files` are assets by hash. */
export function writeAssembly(
  folder: string,
  stacks: Record<string, HandWrittenStack>,
  files: Record<string, { path: string; objectKey: string }> = {},
): string {
  mkdirSync(folder, { recursive: true });
  const artifacts: Record<string, object> = {};
  for (const [name, { resources, dependsOn = [], ...sections }] of Object.entries(stacks)) {
    writeFileSync(join(folder, `${name}.template.json`), JSON.stringify({ Resources: resources, ...sections }));
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${name}.template.json` },
      dependencies: ['files.assets', ...dependsOn],
    };
  }
  const assets = Object.entries(files).map(([hash, { path, objectKey }]) => [
    hash,
    { source: { path, packaging: 'zip' }, destinations: { here: { bucketName: 'cdk-hnb659fds-assets', objectKey } } },
  ]);
  writeFileSync(join(folder, 'files.assets.json'), JSON.stringify({ files: Object.fromEntries(assets) }));
  artifacts['files.assets'] = { type: 'cdk:asset-manifest', properties: { file: 'files.assets.json' } };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '48.0.0', artifacts }));
  return folder;
}
