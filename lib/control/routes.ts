/** The route table. Server, OpenAPI description and the command line's client all derive from it. */
import type { Route } from './route.ts';
import { auditKey, listPolicies, me, token } from './verbs/access.ts';
import { decideApproval, listApprovals, showApproval } from './verbs/approvals.ts';
import { handInDocument } from './verbs/documents.ts';
import { listRuns, showGraph, showLedger, showProof, showRun, stopRun } from './verbs/runs.ts';
import { beatASignal, sendASignal } from './verbs/signals.ts';
import { createWorkflow, execute, listWorkflows, showWorkflow } from './verbs/workflows.ts';

export const routes: readonly Route[] = [
  token,
  me,
  listWorkflows,
  createWorkflow,
  showWorkflow,
  execute,
  handInDocument,
  listRuns,
  showRun,
  showGraph,
  showLedger,
  showProof,
  stopRun,
  listApprovals,
  showApproval,
  decideApproval,
  sendASignal,
  beatASignal,
  listPolicies,
  auditKey,
];
