import { relative } from 'node:path';
import { DEFAULT_DATA } from '../api/note.ts';
import type { Paint } from '../colours.ts';
import type { Local } from '../local.ts';

interface About {
  /** From the command to here. */
  seconds: number;
  dataDir: string;
  paint: Paint;
  /** Who can sign in on the pages: mail address and what they do. */
  people: readonly { email: string; roles: readonly string[] }[];
}

/** What a start prints: the places, and what to do next. Fits into 80 columns, and its commands can be copied. */
export function greeting({ url, mailbox, region }: Local, { seconds, dataDir, paint, people }: About): string {
  const places: [string, string][] = [
    ['Start page', `${url}/`],
    ['Mailbox', mailbox],
    ['API', `${url}/v1/openapi.json`],
    ['Region', region.endpoint],
    ['State', short(dataDir)],
  ];
  // Other commands look in the usual folder by themselves.
  const data = dataDir === DEFAULT_DATA ? '' : ` --data ${dataDir}`;
  return `
${paint('bold', 'Countersign is ready')} (${seconds.toFixed(1)} s), with every workflow under statemachines/.

${places.map(([name, place]) => `  ${name.padEnd(11)} ${paint('cyan', place)}`).join('\n')}

What to do next, in another terminal:
  npx countersign runs start document-processing${data} \\
    --document statemachines/document-processing/documents/tessera-poor-scan.jpg
  open the mailbox, follow the link, decide; then, with the id of the run,
  npx countersign runs show RUN${data}
  npx countersign audit export RUN --out proof.json${data}
  npx countersign audit verify proof.json

Or hand documents in on the start page. People who can sign in there, with a
code that comes to the mailbox:
${people.map(({ email, roles }) => `  ${email.padEnd(32)} ${roles.join(', ')}`).join('\n')}

Ctrl+C stops; the state stays.
`;
}

/** Below this folder as seen from here, elsewhere in full. */
function short(folder: string): string {
  const below = relative('', folder);
  return below.startsWith('..') ? folder : below || '.';
}
