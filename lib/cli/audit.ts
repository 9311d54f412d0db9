import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { decodeKey } from '../audit/checkpoint.ts';
import { verifyBundle } from '../audit/verify.ts';
import { type ApiFlags, connect } from './api.ts';
import { painter } from './colours.ts';
import { type ExitCode, type Terminal, UsageError } from './command.ts';
import { fullId } from './runs.ts';
import { withApi } from './with-api.ts';

export const command = (program: Command, terminal: Terminal): void => {
  const audit = program.command('audit').description('export the proof of a run, and verify one offline');
  withApi(audit.command('export'))
    .description('write the proof of a run to a file, and beside it the key that it verifies with')
    .argument('<run>', 'id of the run')
    .requiredOption('--out <file>', 'where the proof goes; the key goes to <file>.key')
    .action((run: string, flags: ApiFlags & { out: string }) => exportProof(run, flags, terminal));
  withApi(audit.command('key'))
    .description('print the public key that proofs verify with')
    .action(async (flags: ApiFlags) => terminal.out(`${await fetchKey(flags)}\n`));
  audit
    .command('verify')
    .description('verify a proof; needs no network. Exit 1 names the first entry that does not hold')
    .argument('<file>', 'the proof')
    .option(
      '--key <file>',
      'the public key; without it <file>.key, which proves less: it came by the same way as the proof',
    )
    .option('--checkpoint <file>', 'a checkpoint that you got by another way, such as from the locked bucket')
    .option('--json', 'print only JSON')
    .action((file: string, flags: VerifyFlags) => terminal.exit(verify(file, flags, terminal)));
};

async function exportProof(
  run: string,
  { out, ...flags }: ApiFlags & { out: string },
  terminal: Terminal,
): Promise<void> {
  const api = await connect(flags);
  const proof = await api.get(`/v1/executions/${await fullId(api, run)}/proof`);
  writeFileSync(out, `${JSON.stringify(proof, null, 1)}\n`);
  writeFileSync(`${out}.key`, `${await fetchKey(flags)}\n`);
  terminal.err(`wrote ${out} and ${out}.key; verify with: npx countersign audit verify ${out}\n`);
}

async function fetchKey(flags: ApiFlags): Promise<string> {
  const api = await connect(flags);
  return ((await api.get('/v1/audit/key')) as { key: string }).key;
}

interface VerifyFlags {
  key?: string;
  checkpoint?: string;
  json?: boolean;
}

function verify(file: string, { key, checkpoint, json }: VerifyFlags, terminal: Terminal): ExitCode {
  const keyFile = key ?? `${file}.key`;
  if (!existsSync(keyFile))
    throw new UsageError(
      `there is no key at ${keyFile}; give --key FILE with the key that the log's owner has published`,
    );
  const trust = { key: decodeKey(read(keyFile)), ...(checkpoint !== undefined && { checkpoint: read(checkpoint) }) };
  const verdict = verifyBundle(readJson(file), trust);
  terminal.out(json ? `${JSON.stringify(verdict)}\n` : textOf(file, verdict, painter(terminal.colour.out)));
  if (!key && !json)
    terminal.err('note: the key came with the proof; compare it with one that you got by another way (--key)\n');
  return verdict.ok ? 0 : 1;
}

function textOf(
  file: string,
  { ok, findings, stream, entries, checkpoint }: ReturnType<typeof verifyBundle>,
  paint: ReturnType<typeof painter>,
): string {
  const log = checkpoint ? `in the log ${checkpoint.origin} of ${checkpoint.size} entries, signed` : '';
  if (ok) return `${paint('bold', 'holds')}  ${file}: all ${entries} entries of ${stream}, ${log}\n`;
  const lines = findings.map(({ code, message }) => `  ${paint('red', code)}  ${message}`);
  return `${paint('bold', 'DOES NOT HOLD')}  ${file}\n${lines.join('\n')}\n`;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** A file that is no JSON is a proof that does not hold: the verifier says so. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(read(file));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return `not JSON: ${(error as Error).message}`;
  }
}
