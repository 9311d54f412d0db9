import { effectfulGrants } from '../effects.ts';
import { allows, labelsOf } from '../labels.ts';
import { type Expression, type Model, toolOf } from '../model.ts';
import type { Rule } from '../rule.ts';
import type { Tool, Workflow } from '../schema.ts';

/** Labelled data goes only where somebody has said that it may: not into a mail, an event, a model or an output by accident. */
export const labelLeak: Rule = {
  code: 'label-leak',
  severity: 'error',
  *check(model) {
    for (const expression of model.expressions) {
      const sink = sinkOf(expression, model);
      if (!sink) continue;
      for (const reference of expression.parsed.references) {
        const label = [...labelsOf(reference, expression, model)].find((each) => !sink.takes(each));
        if (label === undefined) continue;
        const message = `this is labelled '${label}', and would reach ${sink.where}`;
        yield { message, path: expression.path, offset: expression.offset + reference.start, fix: sink.fix(label) };
      }
    }
  },
};

/** Where an expression's value goes, and which labels may go there. */
interface Sink {
  where: string;
  takes(label: string): boolean;
  fix(label: string): string;
}

const nothing = () => false;
const isSecret = (label: string) => allows(['secret'], label);
const notSecret = (label: string) => !isSecret(label);
const redact = (label: string) => `hand on the output of a tool that has 'redacts: [${label}]', or leave it out`;
const see = (what: string) => (label: string) => `add 'sees: [${label}]' to ${what}, or ${redact(label)}`;

function sinkOf({ place, path, moment }: Expression, { workflow }: Model): Sink | undefined {
  if (moment === 'output') return runOutput(workflow);
  if (!place || moment === 'key') return undefined;
  const { step } = place;
  const member = path[place.path.length];
  if (member === 'policy') return { where: 'the record of a policy decision', takes: notSecret, fix: redact };
  if (member === 'compensate' && 'compensate' in step) return toolSink(step.compensate?.tool ?? '', workflow);
  if (step.kind === 'tool') return toolSink(step.tool, workflow);
  if (step.kind === 'emit') return { where: 'an event, which anybody on the bus reads', takes: nothing, fix: redact };
  if (step.kind === 'approval') return approvalSink(String(member));
  if (step.kind === 'agent' || step.kind === 'team') return seeing(`the model of '${step.id}'`, step.sees);
  if (step.kind === 'decision' && step.ask) return seeing(`the model of '${step.id}'`, step.ask.sees);
  return step.kind === 'workflow' ? seeing(`the workflow '${step.workflow}'`, step.sees) : undefined;
}

const runOutput = ({ discloses }: Workflow): Sink => ({
  where: 'the output of the run',
  takes: (label) => notSecret(label) && allows(discloses, label),
  fix: (label) => (isSecret(label) ? redact(label) : `add 'discloses: [${label}]' to the file, or ${redact(label)}`),
});

const seeing = (what: string, sees: readonly string[]): Sink => ({
  where: `${what}, which is not declared to see it`,
  takes: (label) => allows(sees, label),
  fix: see('the step'),
});

/** Title and reason are mailed; what is shown stands on a page behind a sign-in. */
function approvalSink(member: string): Sink {
  if (member === 'show') return { where: 'the page of an approval', takes: notSecret, fix: redact };
  return {
    where: 'the mail of an approval',
    takes: nothing,
    fix: (label) => `put it under 'show', or ${redact(label)}`,
  };
}

function toolSink(name: string, workflow: Workflow): Sink | undefined {
  const tool = toolOf(workflow, name);
  if (!tool) return undefined;
  const mails = effectfulGrants(tool).some(([access]) => access === 'send');
  const away = (label: string) => awayFrom(tool, label, workflow);
  return {
    where: mails ? `a mail, through '${name}'` : `the tool '${name}'`,
    takes: (label) => allows(tool.sees, label) && !(mails && isSecret(label)) && !away(label),
    fix: (label) => {
      if (away(label)) return `keep it in '${label.split('.')[1]}', or ${redact(label)}`;
      return mails && isSecret(label) ? redact(label) : see('the tool')(label);
    },
  };
}

/** A residency label stays in its place: regions and systems elsewhere may not have it, whatever is declared. */
function awayFrom(tool: Tool, label: string, { systems }: Workflow): boolean {
  const [kind, place] = label.split('.');
  if (kind !== 'residency' || place === undefined) return false;
  const called = tool.grants.flatMap((grant) => (grant.call === undefined ? [] : [systems[grant.call]?.residency]));
  const isElsewhere = (region: string) => !region.startsWith(`${place}-`);
  return called.some((residency) => residency !== place) || (tool.regions ?? []).some(isElsewhere);
}
