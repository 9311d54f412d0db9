/**
 * What a target gets of an event: all of it, a part (InputPath), a constant (Input) or a template (InputTransformer).
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
import { AwsError } from '../../service.ts';
import { type BusEvent, eventTime } from './event.ts';
import { jsonPath } from './json-path.ts';
import type { RuleTarget } from './target.ts';

export interface Occasion {
  event: BusEvent;
  ruleArn: string;
  ruleName: string;
  /** Milliseconds since the epoch. */
  ingestedAt: number;
}

/** JSON text for the target. */
export function inputOf(target: RuleTarget, occasion: Occasion): string {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(jsonPath(InputPath)(occasion.event) ?? null);
  if (!InputTransformer) return JSON.stringify(occasion.event);
  return fill(InputTransformer.InputTemplate, variables(InputTransformer.InputPathsMap ?? {}, occasion));
}

/** Throws `ValidationException` for an input, a path or a template that could never give JSON. */
export function checkInput({ Id, Input, InputPath, InputTransformer }: RuleTarget): void {
  if (Input !== undefined && !isJson(Input)) throw invalid(Id, `Input is not JSON: ${Input}`);
  if (InputPath !== undefined) jsonPath(InputPath);
  if (!InputTransformer) return;
  const { InputPathsMap = {}, InputTemplate } = InputTransformer;
  for (const path of Object.values(InputPathsMap)) jsonPath(path);
  const known = [...Object.keys(InputPathsMap), ...RESERVED];
  const unknown = [...InputTemplate.matchAll(VARIABLE)].find(([, name]) => !known.includes(name!));
  if (unknown) throw invalid(Id, `InputTemplate uses ${unknown[0]}, which InputPathsMap does not define`);
  const sample = InputTemplate.replaceAll(VARIABLE, (_, __, at: number) => (quoted(InputTemplate, at) ? '' : '0'));
  if (!isJson(sample) && !sample.trim().split('\n').every(isJson))
    throw invalid(Id, `InputTemplate does not give JSON: ${InputTemplate}`);
}

function invalid(id: string, reason: string): AwsError {
  return new AwsError('ValidationException', `Invalid input for target ${id}: ${reason}.`);
}

const VARIABLE = /<([\w.-]+)>/g;
const RESERVED = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
];

function variables(
  paths: Record<string, string>,
  { event, ruleArn, ruleName, ingestedAt }: Occasion,
): Record<string, unknown> {
  const { detail: _, ...envelope } = event;
  const own = Object.entries(paths).map(([name, path]) => [name, jsonPath(path)(event)]);
  const reserved = [ruleArn, ruleName, eventTime(ingestedAt), envelope, event].map((value, index) => [
    RESERVED[index],
    value,
  ]);
  return Object.fromEntries([...own, ...reserved]);
}

/** A variable inside a string becomes part of it; elsewhere it is a JSON value, and "" when the event lacks it. */
function fill(template: string, values: Record<string, unknown>): string {
  return template.replaceAll(VARIABLE, (_, name: string, at: number) => {
    const value = values[name] ?? '';
    const json = JSON.stringify(value);
    if (!quoted(template, at)) return json;
    return typeof value === 'string' ? json.slice(1, -1) : JSON.stringify(json).slice(1, -1);
  });
}

/** Whether a place of a JSON text lies inside a string. */
function quoted(text: string, at: number): boolean {
  const quotes = text.slice(0, at).replaceAll(/\\./g, '').replaceAll(/[^"]/g, '');
  return quotes.length % 2 === 1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
