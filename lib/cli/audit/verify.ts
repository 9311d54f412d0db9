import { existsSync } from 'node:fs';
import { decodeKey, type NoteKey } from '../../audit/checkpoint.ts';
import { type Trust, type Verdict, verifyBundle } from '../../audit/verify.ts';
import { painter } from '../colours.ts';
import { type ExitCode, type Terminal, UsageError } from '../command.ts';
import { readText } from '../files.ts';
import { printable, wrap } from '../printable.ts';

interface VerifyFlags {
  key?: string;
  checkpoint?: string;
  json?: boolean;
}

export function verify(file: string, { key, checkpoint, json }: VerifyFlags, terminal: Terminal): ExitCode {
  const text = readText(file);
  const trust = {
    key: keyIn(key ?? `${file}.key`),
    ...(checkpoint !== undefined && { checkpoint: readText(checkpoint) }),
  };
  const verdict = judge(text, trust);
  terminal.out(json ? `${JSON.stringify(verdict)}\n` : textOf(file, verdict, terminal));
  if (!key)
    terminal.err('note: the key came with the proof; compare it with one that you got by another way (--key)\n');
  return verdict.ok ? 0 : 1;
}

/** What is no JSON is a proof that does not hold. */
function judge(text: string, trust: Trust): Verdict {
  let proof: unknown;
  try {
    proof = JSON.parse(text);
  } catch (error) {
    const message = text.trim() === '' ? 'the file is empty' : `the file is not JSON: ${(error as Error).message}`;
    return { ok: false, entries: 0, findings: [{ code: 'malformed', message }] };
  }
  return verifyBundle(proof, trust);
}

function keyIn(file: string): NoteKey {
  if (!existsSync(file))
    throw new UsageError(`there is no key at ${file}; give --key FILE with the key that the log’s owner has published`);
  try {
    return decodeKey(readText(file).trim());
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
}

function textOf(file: string, verdict: Verdict, { width, colour }: Terminal): string {
  const { ok, findings, stream, entries, checkpoint } = verdict;
  const paint = painter(colour.out);
  if (ok) {
    const log = checkpoint && ` in the log ${checkpoint.origin} of ${checkpoint.size} entries, signed`;
    return `${paint('bold', 'holds')}  ${printable(`${file}: all ${entries} entries of ${stream},${log}`)}\n`;
  }
  const lines = findings.map(({ code, message }) => wrap(message, width, `  ${code.padEnd(12)}  `));
  return `${paint('red', 'DOES NOT HOLD')}  ${file}\n${lines.join('\n')}\n`;
}
