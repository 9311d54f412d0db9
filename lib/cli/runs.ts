import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { type Api, type ApiFlags, connect } from './api.ts';
import { painter } from './colours.ts';
import { type Terminal, UsageError } from './command.ts';
import { table } from './table.ts';
import { withApi } from './with-api.ts';

interface Run {
  id: string;
  workflow: string;
  version: string;
  status: string;
  startedAt: string;
  endedAt?: string;
  reason?: { name: string; message: string; step?: string | null };
}

interface RunView extends Run {
  steps: { step: string; kind: string; status: string; attempt?: number; reason?: { name: string; message: string } }[];
  audit: { entries: number; head: string };
}

export const command = (program: Command, terminal: Terminal): void => {
  const runs = program.command('runs').description('start, list, show and stop runs');
  withApi(runs.command('start'))
    .description('ask for a run')
    .argument('<workflow>', 'name of the workflow')
    .option('--input <file>', 'its input (JSON); - reads the standard input')
    .option(
      '--document <file>',
      'hand in a document instead: the workflow starts as it does for one dropped in its bucket',
    )
    .option('--key <text>', 'idempotency key: the same key is the same run')
    .action((workflow: string, flags: StartFlags) => start(workflow, flags, terminal));
  withApi(runs.command('list'))
    .description('runs, newest first')
    .option('--status <status>', 'only runs of this status, such as RUNNING or EXCEPTED')
    .option('--workflow <name>', 'only runs of this workflow')
    .option('--limit <number>', 'runs on one page', '25')
    .option('--cursor <text>', 'go on after the page before')
    .action((flags: ListFlags) => list(flags, terminal));
  for (const [name, path, does] of VIEWS) {
    withApi(runs.command(name))
      .description(does)
      .argument('<run>', 'id of the run, or as much of it as is unambiguous among the newest')
      .action((run: string, flags: ApiFlags & { json?: boolean }) => show(name, path, run, flags, terminal));
  }
  withApi(runs.command('stop'))
    .description('ask for a run to be stopped; its effects are undone')
    .argument('<run>', 'id of the run')
    .action((run: string, flags: ApiFlags & { json?: boolean }) => stop(run, flags, terminal));
};

type ViewName = 'show' | 'history' | 'graph';
const VIEWS: [ViewName, string, string][] = [
  ['show', '', 'a run with its steps and how it ended'],
  ['history', '/ledger', 'the audit entries of a run, in order'],
  ['graph', '/graph', 'the steps of a run and where it stands'],
];

interface StartFlags extends ApiFlags {
  input?: string;
  document?: string;
  key?: string;
  json?: boolean;
}

async function start(
  workflow: string,
  { input, document, key, json, ...flags }: StartFlags,
  terminal: Terminal,
): Promise<void> {
  if ((input === undefined) === (document === undefined))
    throw new UsageError('give either --input FILE or --document FILE');
  const api = await connect(flags);
  const path = `/v1/workflows/${encodeURIComponent(workflow)}`;
  const answer = (await (document === undefined
    ? api.post(`${path}/execute`, { input: readJson(input!) }, key === undefined ? {} : { 'idempotency-key': key })
    : api.post(`${path}/documents`, {
        name: basename(document),
        content: readFileSync(document).toString('base64'),
      }))) as { id: string };
  terminal.out(json ? `${JSON.stringify(answer)}\n` : `run ${answer.id}\n`);
  if (!json) terminal.err(`watch it with: npx countersign runs show ${answer.id}\n`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--input ${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}

interface ListFlags extends ApiFlags {
  status?: string;
  workflow?: string;
  limit: string;
  cursor?: string;
  json?: boolean;
}

async function list({ status, workflow, limit, cursor, json, ...flags }: ListFlags, terminal: Terminal): Promise<void> {
  const api = await connect(flags);
  const page = (await api.get('/v1/executions', { status, workflow, limit, cursor })) as {
    items: Run[];
    next?: string;
  };
  if (json) return terminal.out(`${JSON.stringify(page)}\n`);
  if (page.items.length === 0) return terminal.err('no runs; start one with: npx countersign runs start\n');
  const rows = page.items.map(({ id, workflow: of, status: now, startedAt, reason }) => [
    id,
    of,
    now,
    startedAt,
    reason?.name ?? '',
  ]);
  terminal.out(table(['RUN', 'WORKFLOW', 'STATUS', 'STARTED', 'REASON'], rows));
  if (page.next) terminal.err(`more: npx countersign runs list --cursor ${page.next}\n`);
}

async function show(
  view: ViewName,
  path: string,
  run: string,
  { json, ...flags }: ApiFlags & { json?: boolean },
  terminal: Terminal,
): Promise<void> {
  const api = await connect(flags);
  const answer = await api.get(`/v1/executions/${await fullId(api, run)}${path}`);
  terminal.out(json ? `${JSON.stringify(answer)}\n` : PRINT[view](answer, painter(terminal.colour.out)));
}

async function stop(run: string, { json, ...flags }: ApiFlags & { json?: boolean }, terminal: Terminal): Promise<void> {
  const api = await connect(flags);
  const answer = await api.post(`/v1/executions/${await fullId(api, run)}/stop`, {});
  terminal.out(json ? `${JSON.stringify(answer)}\n` : `asked for ${run} to be stopped\n`);
}

/** A whole id is taken as it is; a beginning is looked up among the newest runs. */
export async function fullId(api: Api, run: string): Promise<string> {
  if (run.length === 40) return run;
  const { items } = (await api.get('/v1/executions', { limit: '100' })) as { items: Run[] };
  const fitting = items.filter(({ id }) => id.startsWith(run));
  if (fitting.length === 1) return fitting[0]!.id;
  throw new UsageError(
    `${fitting.length === 0 ? 'no' : fitting.length} runs begin with ${run}; list them with: npx countersign runs list`,
  );
}

type Print = (answer: unknown, paint: ReturnType<typeof painter>) => string;

const PRINT: Record<ViewName, Print> = {
  show: (answer, paint) => {
    const run = answer as RunView;
    const reason = run.reason
      ? `reason    ${run.reason.name}: ${run.reason.message}${run.reason.step ? ` (step ${run.reason.step})` : ''}\n`
      : '';
    const head = `run       ${run.id}\nworkflow  ${run.workflow} ${run.version}\nstatus    ${paint('bold', run.status)}\n${reason}started   ${run.startedAt}\nended     ${run.endedAt ?? 'not yet'}\naudit     ${run.audit.entries} entries, head ${run.audit.head.slice(0, 16)}…\n\n`;
    return (
      head +
      table(
        ['STEP', 'KIND', 'STATUS', 'ATTEMPT', 'REASON'],
        run.steps.map(({ step, kind, status, attempt, reason: why }) => [
          step,
          kind,
          status,
          String(attempt ?? ''),
          why?.message ?? '',
        ]),
      )
    );
  },
  history: (answer) => {
    const { items } = answer as { items: { seq: number; at: string; type: string; actor: string; subject?: string }[] };
    return table(
      ['SEQ', 'AT', 'TYPE', 'ACTOR', 'ABOUT'],
      items.map(({ seq, at, type, actor, subject }) => [String(seq), at, type, actor, subject ?? '']),
    );
  },
  graph: (answer) => {
    const { nodes, edges } = answer as {
      nodes: { id: string; kind: string; status: string }[];
      edges: { from: string; to: string; label?: string }[];
    };
    const next = (id: string) =>
      edges
        .filter(({ from }) => from === id)
        .map(({ to }) => to)
        .join(', ');
    return table(
      ['STEP', 'KIND', 'STATUS', 'NEXT'],
      nodes.map(({ id, kind, status }) => [id, kind, status, next(id)]),
    );
  },
};
