import { type Analysis, analyse } from '../decisions/analyse.ts';
import { check, type TableFinding } from '../decisions/check.ts';
import type { DecisionTable } from '../decisions/schema.ts';
import type { Model } from './model.ts';
import type { Path } from './problem.ts';
import type { Place } from './scopes.ts';

/** A decision table of the workflow, with what is wrong with it or, where nothing is, what it leaves open or says twice. */
export interface Table {
  place: Place;
  path: Path;
  table: DecisionTable;
  findings: TableFinding[];
  analysis?: Analysis;
}

// Of all tables of a file together, so that neither a hard table nor a thousand easy ones keep anybody waiting.
const EFFORT = 30_000;

const known = new WeakMap<Model, Table[]>();

/** The decision tables of the workflow, analysed once for a model. */
export function tablesOf(model: Model): Table[] {
  const tables = known.get(model) ?? analyseAll(model);
  known.set(model, tables);
  return tables;
}

function analyseAll({ places }: Model): Table[] {
  const decisions = places.flatMap((place) =>
    place.step.kind === 'decision' && place.step.table ? [{ place, table: place.step.table }] : [],
  );
  return decisions.map(({ place, table }) => {
    const findings = check(table);
    const sound = findings.length === 0 && { analysis: analyse(table, EFFORT / decisions.length) };
    return { place, path: [...place.path, 'table'], table, findings, ...sound };
  });
}
