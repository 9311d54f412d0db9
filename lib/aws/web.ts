import type { FileProblem, WebPorts } from '../control/web/ports.ts';
import { detect } from '../documents/detect.ts';
import { DocumentProblem } from '../documents/problem.ts';
import { Terminal } from '../engine/errors.ts';
import { controlPorts } from './control.ts';
import { env } from './env.ts';
import { sendMail } from './mail.ts';
import { bucket } from './objects.ts';
import { dynamoSignIns } from './sign-ins.ts';

/** What the pages need, on AWS. */
export const webPorts = (): WebPorts => ({
  ...controlPorts(),
  url: env('COUNTERSIGN_URL'),
  inbox: env('COUNTERSIGN_BUCKET_INBOX'),
  signIns: dynamoSignIns(env('COUNTERSIGN_LEDGER')),
  mailer: {
    async send({ to, ...mail }) {
      await sendMail({ to: [to], ...mail });
    },
  },
  fileProblem,
  pageImage,
});

function fileProblem(bytes: Uint8Array): FileProblem | undefined {
  try {
    detect(bytes);
    return undefined;
  } catch (error) {
    if (!(error instanceof DocumentProblem)) throw error;
    return { code: error.code as FileProblem['code'], message: error.message };
  }
}

const documents = bucket('documents');

const pageImage = (key: string): Promise<Uint8Array | undefined> =>
  documents.get(key).catch((error: unknown) => {
    if (error instanceof Terminal && error.name === 'NoSuchKey') return undefined;
    throw error;
  });
