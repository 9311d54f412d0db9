import type { Rule } from '../rule.ts';
import { approverMayBeMissing } from './approver-may-be-missing.ts';
import { claimedRead } from './claimed-read.ts';
import { compensationMissing } from './compensation-missing.ts';
import { compensationUnsafe } from './compensation-unsafe.ts';
import { decisionGap } from './decision-gap.ts';
import { decisionMasked } from './decision-masked.ts';
import { decisionOverlap } from './decision-overlap.ts';
import { decisionTableInvalid } from './decision-table-invalid.ts';
import { decisionUnproved } from './decision-unproved.ts';
import { duplicateStepId } from './duplicate-step-id.ts';
import { effectContradictsGrants } from './effect-contradicts-grants.ts';
import { errorHandlerUnreachable } from './error-handler-unreachable.ts';
import { escalationOrder } from './escalation-order.ts';
import { expressionSyntax } from './expression-syntax.ts';
import { inputMismatch } from './input-mismatch.ts';
import { invalidJsonSchema } from './invalid-json-schema.ts';
import { irreversibleUnapproved } from './irreversible-unapproved.ts';
import { itemPrivate } from './item-private.ts';
import { joinLeavesEffects } from './join-leaves-effects.ts';
import { keyMissing } from './key-missing.ts';
import { labelLeak } from './label-leak.ts';
import { missingBound } from './missing-bound.ts';
import { missingFile } from './missing-file.ts';
import { noEligibleApprover } from './no-eligible-approver.ts';
import { parallelAssign } from './parallel-assign.ts';
import { possiblyUnset } from './possibly-unset.ts';
import { reservedStepId } from './reserved-step-id.ts';
import { retryUnsafe } from './retry-unsafe.ts';
import { timeoutTooLong } from './timeout-too-long.ts';
import { typeMismatch } from './type-mismatch.ts';
import { unboundedLoop } from './unbounded-loop.ts';
import { unknownBucket } from './unknown-bucket.ts';
import { unknownCalendar } from './unknown-calendar.ts';
import { unknownGrant } from './unknown-grant.ts';
import { unknownNext } from './unknown-next.ts';
import { unknownReference } from './unknown-reference.ts';
import { unknownSeparation } from './unknown-separation.ts';
import { unknownTool } from './unknown-tool.ts';
import { unreachableRetry } from './unreachable-retry.ts';
import { unreachableStep } from './unreachable-step.ts';
import { unrepeatableExpression } from './unrepeatable-expression.ts';
import { unusedDeclaration } from './unused-declaration.ts';
import { unusedTool } from './unused-tool.ts';
import { valueMayBeMissing } from './value-may-be-missing.ts';

/** Every rule, in no order that matters. */
export const RULES: readonly Rule[] = [
  unknownSeparation,
  noEligibleApprover,
  keyMissing,
  labelLeak,
  irreversibleUnapproved,
  approverMayBeMissing,
  claimedRead,
  compensationMissing,
  compensationUnsafe,
  duplicateStepId,
  effectContradictsGrants,
  errorHandlerUnreachable,
  escalationOrder,
  expressionSyntax,
  inputMismatch,
  invalidJsonSchema,
  itemPrivate,
  joinLeavesEffects,
  missingFile,
  parallelAssign,
  possiblyUnset,
  reservedStepId,
  retryUnsafe,
  timeoutTooLong,
  typeMismatch,
  unboundedLoop,
  unknownBucket,
  unknownGrant,
  unknownNext,
  unknownReference,
  unknownTool,
  unreachableStep,
  unrepeatableExpression,
  unusedTool,
  valueMayBeMissing,
  decisionGap,
  decisionMasked,
  decisionOverlap,
  decisionTableInvalid,
  decisionUnproved,
  missingBound,
  unknownCalendar,
  unreachableRetry,
  unusedDeclaration,
];
