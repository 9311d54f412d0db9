/** What a starter is made for. */
export interface StarterFor {
  /** Name of the workflow. */
  name: string;
  /** Its folder, as the commands of the README name it. */
  folder: string;
  /** Path of the editor schema from that folder. */
  schema: string;
  /** Module that tools import, from the folder of the tools. */
  toolModule: string;
}

/** The files of a starter, by path: a reservation that a person confirms, and that is released where they do not. */
export const starter = (about: StarterFor): Record<string, string> => ({
  'workflow.yaml': workflow(about),
  'tools/reserve.ts': reserve(about),
  'tools/release.ts': release(about),
  'input.json': `${JSON.stringify({ order: 'A-1001', amountMinor: 4200 }, null, 2)}\n`,
  'README.md': readme(about),
});

const workflow = ({ name, schema }: StarterFor) => `# yaml-language-server: $schema=${schema}
apiVersion: countersign/v1
name: ${name}
version: 0.1.0
description: Reserves an amount, asks a person, and takes the reservation back unless they approve.
deadline: 3d

input:
  type: object
  required: [order, amountMinor]
  additionalProperties: false
  properties:
    order: { type: string, minLength: 1, maxLength: 40 }
    amountMinor: { type: integer, minimum: 1, description: Cents }

tools:
  reserve:
    handler: ./tools/reserve.ts
    description: Reserves the amount of an order.
    timeout: 10s
    input: &reserved
      type: object
      required: [order, amountMinor]
      additionalProperties: false
      properties: { order: { type: string, maxLength: 40 }, amountMinor: { type: integer } }
    output: &reservation
      type: object
      required: [reservation]
      additionalProperties: false
      properties: { reservation: { type: string, maxLength: 100 } }
    # The same order is the same effect, however often it is tried.
    idempotency: { key: '{% $input.order %}' }
    effect: reversible

  release:
    handler: ./tools/release.ts
    description: Releases a reservation. Releasing it twice is releasing it once.
    timeout: 10s
    input: *reservation
    output: { type: object, required: [released], properties: { released: { type: boolean } } }
    idempotency: { key: '{% $input.reservation %}' }
    # What takes an effect back has nothing to be taken back itself.
    effect: additive

steps:
  - id: reserve
    kind: tool
    tool: reserve
    input: { order: '{% $input.order %}', amountMinor: '{% $input.amountMinor %}' }
    compensate:
      tool: release
      input: { reservation: '{% $output.reservation %}' }

  - id: confirm
    kind: approval
    title: '{% "Order " & $input.order %}'
    reason: An amount has been reserved, and somebody has to say that it may be used.
    show:
      fields: { order: '{% $input.order %}', cents: '{% $input.amountMinor %}', reservation: '{% $steps.reserve.reservation %}' }
    # A role of policies/directory.yaml.
    approvers: { role: accounts-payable }
    sla: 4h
    timeout: 2d

  - id: announce
    kind: emit
    event: order.confirmed
    detail: { order: '{% $input.order %}', by: '{% $steps.confirm.by %}' }

output: { reservation: '{% $steps.reserve.reservation %}', by: '{% $steps.confirm.by %}' }

onError:
  # Undone first, as every handler does unless it says \`undo: false\`.
  - { errors: [Rejected, Expired], outcome: rejected }
`;

const reserve = ({ toolModule }: StarterFor) => `import { defineTool } from '${toolModule}';

interface Input {
  order: string;
  amountMinor: number;
}

/** Here goes the call to your system. Send \`key\` along: it is the same for every attempt, so that it reserves once. */
export const handler = defineTool<Input, { reservation: string }>({
  effect: async ({ input }) => ({ reservation: \`r-\${input.order}-\${input.amountMinor}\` }),
});
`;

const release = ({ toolModule }: StarterFor) => `import { defineTool } from '${toolModule}';

/** Here goes the call that takes the reservation back. It is repeated until it succeeds. */
export const handler = defineTool<{ reservation: string }, { released: boolean }>({
  effect: async () => ({ released: true }),
});
`;

const readme = ({ name, folder }: StarterFor) => `# ${name}

Reserves an amount, asks a person, and takes the reservation back unless they approve.

\`\`\`sh
npx countersign validate ${folder}
npx countersign dev                    # in a terminal of its own; says where mails and pages are
npx countersign runs start ${name} --input ${folder}/input.json
\`\`\`

Then approve or reject it from the mail. \`npx countersign runs show RUN\` tells what has happened, and
\`npx countersign explain ${folder}\` what it may cost. Every member of \`workflow.yaml\` is in docs/language.md, and in
the completion of an editor that reads the line at its top.
`;
