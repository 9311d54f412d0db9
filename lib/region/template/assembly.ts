/** Reading a CDK cloud assembly: https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/cloud-assembly-schema/README.md */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { inOrder } from './order.ts';
import { TemplateError } from './problem.ts';
import { readTemplate, type Template } from './template.ts';

export interface Stack {
  name: string;
  template: Template;
  /** `aws://123456789012/eu-central-1`; parts may be unknown-account and unknown-region. */
  environment: string;
  /** Values given to the template's parameters by the app. */
  parameters: Readonly<Record<string, string>>;
}

export interface Assembly {
  /** Each after those it depends on. */
  stacks: Stack[];
  /** Absolute path of an asset by its object key or hash; throws TemplateError. */
  asset(key: string): string;
}

const artifact = z.object({
  type: z.string(),
  environment: z.string().optional(),
  dependencies: z.array(z.string()).default([]),
  properties: z
    .object({
      templateFile: z.string(),
      stackName: z.string(),
      parameters: z.record(z.string(), z.string()),
      file: z.string(),
      directoryName: z.string(),
    })
    .partial()
    .default({}),
});
type Artifact = z.output<typeof artifact>;

const manifest = z.object({ artifacts: z.record(z.string(), artifact).default({}) });

const assetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional(), executable: z.array(z.string()).optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
  dockerImages: z.record(z.string(), z.unknown()).default({}),
});

/** @throws TemplateError that names the file when the folder holds no assembly, or one with what the region cannot run */
export function readAssembly(folder: string): Assembly {
  const assets = new Map<string, string>();
  const stacks = stacksIn(resolve(folder), assets);
  return {
    stacks,
    asset(key) {
      const path = assets.get(key) ?? assets.get(key.replace(/\.\w+$/, ''));
      if (path) return path;
      throw new TemplateError(folder, `the assembly has no asset ${key}; synthesise it again`);
    },
  };
}

function stacksIn(folder: string, assets: Map<string, string>): Stack[] {
  const { artifacts } = read(join(folder, 'manifest.json'), manifest);
  // A stack may depend on artifacts that are not deployed, such as its assets.
  const order = inOrder(Object.keys(artifacts), (id) => artifacts[id]?.dependencies ?? [], folder);
  return order.flatMap((id) => {
    const one = artifacts[id];
    if (one?.type === 'cdk:asset-manifest') addAssets(folder, one, assets);
    if (one?.type === 'cdk:cloud-assembly') return stacksIn(join(folder, one.properties.directoryName ?? ''), assets);
    return one?.type === 'aws:cloudformation:stack' ? [stack(folder, id, one)] : [];
  });
}

function stack(
  folder: string,
  id: string,
  { properties, environment = 'aws://unknown-account/unknown-region' }: Artifact,
): Stack {
  const name = properties.stackName ?? id;
  const file = join(folder, properties.templateFile ?? `${id}.template.json`);
  return { name, template: readTemplate(readJson(file), name), environment, parameters: properties.parameters ?? {} };
}

function addAssets(folder: string, { properties }: Artifact, assets: Map<string, string>): void {
  const file = join(folder, properties.file ?? '');
  const { files, dockerImages } = read(file, assetManifest);
  const [image] = Object.keys(dockerImages);
  if (image) throw new TemplateError(file, `the local region runs no container images (asset ${image})`);
  for (const [hash, { source, destinations }] of Object.entries(files)) {
    // An asset that a command must first make has no path; whoever asks for it learns that it is missing.
    if (!source.path) continue;
    assets.set(hash, resolve(folder, source.path));
    for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, resolve(folder, source.path));
  }
}

function read<S extends z.ZodType>(file: string, shape: S): z.output<S> {
  const parsed = shape.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  throw new TemplateError(file, z.prettifyError(parsed.error));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new TemplateError(
      file,
      `cannot be read; is this the output folder of cdk synth? ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}
