import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type VirtualClock, virtualClock } from '../../../lib/region/clock.ts';
import type { Service, Store } from '../../../lib/region/service.ts';
import { lambda } from '../../../lib/region/services/lambda/index.ts';
import { openStore } from '../../../lib/region/store.ts';
import { FakeRegion } from '../fake-region.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/worker';

/** What an invocation gave, its payload parsed. */
export interface Invoked {
  payload: unknown;
  error: string | undefined;
  log: string;
}

/** A region that runs Lambda for real, over a folder of its own; everything else is steered by the test. */
export class LambdaRegion extends FakeRegion {
  override readonly dataDir: string;
  readonly lambda: Service;

  constructor(
    dataDir = folder(),
    options: { cap?: number; idleFor?: number; clock?: VirtualClock; store?: Store } = {},
  ) {
    super(
      options.store ?? openStore(join(dataDir, 'region.sqlite')),
      options.clock ?? virtualClock(Date.UTC(2030, 0, 5, 9)),
    );
    this.dataDir = dataDir;
    this.lambda = lambda(this, options);
    this.services.lambda = this.lambda;
  }

  /** Provisions a function whose `index.mjs` (or another file) has this text. */
  async function(source: string, properties: object = {}, file = 'index.mjs'): Promise<string> {
    return await this.functionOf({ [file]: source }, properties);
  }

  async functionOf(files: Record<string, string>, properties: object = {}): Promise<string> {
    const code = folder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(code, name), text);
    const given = {
      FunctionName: 'fn',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: ROLE,
      Code: { S3Bucket: 'assets', S3Key: 'code' },
      ...properties,
    };
    const made = await this.make('AWS::Lambda::Function', given, 'Fn', code);
    return String(made.attributes.Arn);
  }

  async make(type: string, properties: object, logicalId: string, code = '/nonexistent') {
    const place = { stack: 'Test', logicalId, asset: () => code };
    return await this.lambda.resources![type]!.create(properties as Record<string, unknown>, place);
  }

  async invoke(event: unknown = {}, input: object = {}): Promise<Invoked> {
    const answer = await this.run(this.lambda, 'Invoke', {
      FunctionName: 'fn',
      LogType: 'Tail',
      Payload: Buffer.from(JSON.stringify(event)),
      ...input,
    });
    const payload = answer.Payload && JSON.parse(Buffer.from(answer.Payload).toString('utf8'));
    const log = Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8');
    return { payload, error: answer.FunctionError, log };
  }

  async close(): Promise<void> {
    await this.lambda.stop?.();
    this.clock.stop();
  }
}

const folders: string[] = [];

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'countersign-lambda-'));
  mkdirSync(made, { recursive: true });
  folders.push(made);
  return made;
}

/** Removes what `folder` made. */
export function removeFolders(): void {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
}
