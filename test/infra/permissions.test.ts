import { compileFolder, folderFiles, proveFile } from '../../lib/compile/folder.ts';
import { permissionsOf } from '../../lib/compile/permissions.ts';
import { modelOf } from '../../lib/workflow/model.ts';
import { synthesise } from './synth.ts';

const FOLDER = 'statemachines/document-processing';

/** IAM actions of each function's role in the synthesised stack, by its key. */
function synthesised(): Record<string, string[]> {
  const [stack] = synthesise([{ tenant: 'acme', region: 'eu-central-1' }]).filter(({ name }) =>
    name.includes('-Workflow-'),
  );
  const resources = Object.values(stack!.resources);
  const functions = resources.filter(
    ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties.Environment?.Variables?.COUNTERSIGN_STEP,
  );
  const policies = resources.filter(({ Type }) => Type === 'AWS::IAM::Policy');
  return Object.fromEntries(
    functions.map(({ Properties }) => {
      const role = Properties.Role['Fn::GetAtt'][0];
      const own = policies.filter((policy) => policy.Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role));
      const actions = own.flatMap((policy) =>
        policy.Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
      );
      return [Properties.Environment.Variables.COUNTERSIGN_STEP, [...new Set<string>(actions)].toSorted()];
    }),
  );
}

test('what explain says a function may do is what its role in the template says, neither more nor less', () => {
  const { workflow } = proveFile(`${FOLDER}/workflow.yaml`);
  const { program } = compileFolder(FOLDER).compiled!;
  const said = permissionsOf(program, modelOf(workflow!, folderFiles(FOLDER)));
  const { exception: _, ...roles } = synthesised();
  const actions = Object.entries(said).map(([key, list]) => [
    key,
    [...new Set(list.flatMap((each) => each.actions))].toSorted(),
  ]);
  expect(Object.fromEntries(actions)).toEqual(roles);
});
