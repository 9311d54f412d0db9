import type { RunningRegion } from '../../region/region.ts';

/** Where the deployment on this machine is reached, and as whom. */
export interface Doors {
  /** API and pages. */
  url: string;
  /** Where mails arrive. */
  mailbox: string;
  client: { id: string; secret: string };
}

/** Reads them where an operator of AWS would: in the outputs of the control plane's stack, and in its secret. */
export async function doorsOf(region: RunningRegion): Promise<Doors> {
  const control = Object.entries(region.outputs).find(([stack]) => stack.endsWith('-ControlPlane'))?.[1] ?? {};
  const output = (name: string) => {
    const value = control[name];
    if (typeof value === 'string') return value;
    throw new Error(`the stack of the control plane has no output ${name}; it has ${Object.keys(control).join(', ')}`);
  };
  const secret = { SecretId: output('ApiClientSecret') };
  const { SecretString } = await region.call({ kind: 'root' }, 'secretsmanager', 'GetSecretValue', secret);
  const { client_id: id, client_secret } = JSON.parse(SecretString) as Record<'client_id' | 'client_secret', string>;
  return {
    url: output('Url'),
    mailbox: `${region.endpoint}/_region/ses/`,
    client: { id, secret: client_secret },
  };
}
