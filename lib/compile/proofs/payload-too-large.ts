import { LARGEST, travelOf } from '../../workflow/travel/limits.ts';
import type { Proof } from './proof.ts';

/** Whatever comes, what a state is handed, gives or keeps fits, with large outputs put away as claim checks. */
export const payloadTooLarge: Proof = {
  code: 'payload-too-large',
  severity: 'error',
  *check({ model, bounds }) {
    yield* tooManyVariables(bounds.payload.variables);
    const travel = travelOf(model);
    for (const parcel of travel.parcels) {
      const bytes = travel.bytesOf(parcel);
      if (bytes <= LARGEST) continue;
      const { because } = parcel.weight;
      const what = because?.path.length
        ? `: '${because.path.join('.')}' ${because.why}`
        : because
          ? `: ${because.why}`
          : '';
      const most = Number.isFinite(bytes) ? `${bytes} bytes` : 'any number of bytes';
      yield {
        message: `${parcel.what} may have ${most}${what}; Step Functions takes 256 KiB, which leaves ${LARGEST}`,
        path: parcel.path,
        fix: "bound what is computed ('maxLength', 'maxItems' of its schema), give less in the 'output' of a map, or hand outputs on whole, which travel as claim checks",
      };
    }
  },
};

/** All variables of an execution together (Step Functions quotas). */
const VARIABLES = 10 * 1024 * 1024;

function* tooManyVariables(bytes: number) {
  if (bytes <= VARIABLES) return;
  const message = `the outputs of all steps may have ${bytes} bytes together; the variables of an execution take ${VARIABLES}`;
  yield { message, path: ['steps'], fix: 'bound their schemas, or move steps into a workflow of their own' };
}
