import type { Command } from 'commander';
import { withApi } from './api/options.ts';
import { decide } from './approvals/decide.ts';
import { list } from './approvals/list.ts';
import { show } from './approvals/show.ts';
import type { Terminal } from './command.ts';

const APPROVAL = 'its id, or as much of it as is unambiguous';

export const command = (program: Command, terminal: Terminal): void => {
  const approvals = program.command('approvals').description('list, show and decide approvals');
  withApi(approvals.command('list'))
    .description('approvals of one status; pending ones soonest first')
    .option('--status <status>', 'PENDING, APPROVED, REJECTED, EXPIRED or WITHDRAWN', 'PENDING')
    .option('--limit <number>', 'approvals on one page, up to 100', '25')
    .option('--cursor <text>', 'go on after the page before')
    .action((flags) => list(flags, terminal));
  withApi(approvals.command('show'))
    .description('an approval with all that is shown to its approvers')
    .argument('<approval>', APPROVAL)
    .action((id, flags) => show(id, flags, terminal));
  withApi(approvals.command('decide'))
    .description('decide as the person whose mail you hold')
    .argument('<approval>', APPROVAL)
    .requiredOption('--link <url>', 'the link of the mail')
    .requiredOption('--code <code>', 'the one-time code of the mail')
    .option('--approve', 'approve')
    .option('--reject', 'reject; needs --comment')
    .option('--comment <text>', 'why')
    .option('--fields <file>', 'all fields as corrected (JSON)')
    .option(
      '--digest <text>',
      'of what you were shown, so that what has changed since is refused; by default what stands there now',
    )
    .action((id, flags) => decide(id, flags, terminal));
};
