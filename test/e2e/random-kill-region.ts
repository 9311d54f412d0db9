/**
 * A region in a process of its own, to be killed: `node random-kill-region.ts <folder> <file>`. Its machine's tasks act
 * outside of the region: each adds a line, `<execution> <step>`, to the file. Prints one line when it stands.
 */
import { appendFileSync } from 'node:fs';
import { createRegion } from '../../lib/region/region.ts';
import type { Service } from '../../lib/region/service.ts';
import { dynamodb } from '../../lib/region/services/dynamodb/index.ts';
import { states } from '../../lib/region/services/states/index.ts';
import { jsonProtocol } from '../../lib/region/wire/json.ts';

const [dataDir = '', file = '', steps = '0'] = process.argv.slice(2);
const ROLE = 'arn:aws:iam::123456789012:role/machine';

const outside = (): Service => ({
  name: 'outside',
  protocol: jsonProtocol('Outside'),
  operations: { Note: ({ line }) => void appendFileSync(file, `${line}\n`) },
});
const { region, call, endpoint, rootCredentials } = await createRegion({
  dataDir,
  services: [() => outside(), dynamodb, states],
});

const document = (Statement: object) => ({ Version: '2012-10-17', Statement: [Statement] });
const trust = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' } });
const inline = { all: document({ Effect: 'Allow', Action: '*', Resource: '*' }) };
region.identities.putRole({ arn: ROLE, name: 'machine', id: 'A', trust, inline, managed: [] });

const step = (index: number) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:outside:note',
  Arguments: { line: `{% $states.context.Execution.Name & " ${index}" %}` },
  ...(index === Number(steps) - 1 ? { End: true } : { Next: `Step${index + 1}` }),
});
const all = Array.from({ length: Number(steps) }, (_, index) => [`Step${index}`, step(index)]);
const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Step0', States: Object.fromEntries(all) });
const { stateMachineArn } = await call({ kind: 'root' }, 'states', 'CreateStateMachine', {
  name: 'noting',
  roleArn: ROLE,
  definition,
});
console.log(JSON.stringify({ stateMachineArn, endpoint, credentials: rootCredentials }));
