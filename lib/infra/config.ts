import * as z from 'zod';

/** What one deployment is: one tenant in one region. Comes from CDK context: `cdk deploy -c tenant=acme -c region=eu-central-1`. */
export interface DeploymentConfig {
  tenant: string;
  region: string;
  /** 12 digits, or absent for a deployment whose account is known only when it is deployed. */
  account?: string;
  /** Model id that agent steps call through Bedrock. */
  model: string;
  /** Address that mails come from; its identity is verified in SES. */
  mailFrom: string;
  /** Days that archived documents and audit anchors stay under a compliance lock. */
  retentionDays: number;
  /** Folders of `statemachines/` that are deployed; absent for all of them. In context a list with commas: `-c workflows=claims,orders`. */
  workflows?: string[] | undefined;
}

const schema = z.object({
  tenant: z.string().regex(/^[a-z][a-z0-9-]{1,20}$/, 'lower-case letters, digits and hyphens, 2 to 21, such as acme'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region, such as eu-central-1'),
  account: z
    .string()
    .regex(/^\d{12}$/, '12 digits')
    .optional(),
  model: z.string().min(1),
  mailFrom: z.email(),
  retentionDays: z.coerce.number().int().min(1).max(36_500),
  workflows: z
    .string()
    .transform((text) => text.split(','))
    .optional(),
});

const DEFAULTS = {
  tenant: 'acme',
  region: 'eu-central-1',
  model: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
  mailFrom: 'countersign@example.com',
  retentionDays: 3650,
};

/** Reads the configuration from context. Throws one error that lists every value that is wrong and what was expected. */
export function readConfig(context: (key: string) => unknown): DeploymentConfig {
  const keys = Object.keys(schema.shape) as (keyof DeploymentConfig)[];
  const given = Object.fromEntries(keys.map((key) => [key, context(key)]).filter(([, value]) => value !== undefined));
  const parsed = schema.safeParse({ ...DEFAULTS, ...given });
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => {
    const key = path.join('.');
    return `  -c ${key}=${JSON.stringify(given[key])}: ${message}`;
  });
  throw new Error(`the deployment's context is not usable:\n${wrong.join('\n')}`);
}
