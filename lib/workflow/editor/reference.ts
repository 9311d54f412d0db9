import { STEP_KINDS } from '../schema.ts';
import { membersOf, type Schema } from './members.ts';

/** A rule as the reference tells it. */
export interface RuleDoc {
  code: string;
  severity: string;
  /** Why there is such a rule: the comment above it. */
  sentence: string;
}

export interface ReferenceOf {
  schema: Schema;
  /** By kind, and `file` for one with every member at the top: YAML. */
  examples: Readonly<Record<string, string>>;
  rules: readonly RuleDoc[];
  proofs: readonly RuleDoc[];
}

/** What all examples but the whole file begin with. */
export const HEAD = 'apiVersion: countersign/v1\nname: example\nversion: 1.0.0\ndeadline: 3d\n';

/** docs/language.md. */
export function reference({ schema, examples, rules, proofs }: ReferenceOf): string {
  return `${[
    INTRODUCTION,
    '## The file',
    yaml(examples.file!),
    ...Object.keys(schema.properties!).flatMap((name) => section(name, schema, examples.file!)),
    '## Kinds of step',
    `Every step has an \`id\` and a \`kind\`. The examples begin with ${HEAD.trim().split('\n').map(yaml).join(', ')}.`,
    ...STEP_KINDS.flatMap((kind) => kindSection(kind, schema, examples[kind]!)),
    '## What is checked',
    'Each problem has a code. An error keeps a file from being compiled; a warning does not.',
    table(['code', '', 'why'], [...FORM, ...rules].map(ruleRow)),
    'What is made of a file is held against its bounds too:',
    table(['code', '', 'why'], proofs.map(ruleRow)),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `# The language

<!-- Made by \`node bin/language.ts\` from the schemas of the language, its rules and their examples. Not to be edited. -->

A workflow file is YAML 1.2, \`workflow.yaml\` in a folder with the handlers, instructions and schemas that it names. \`countersign init\` writes one to
start from; the line at its top gives editors completion and the texts below. \`countersign validate\` says everything that is wrong with a file.

Texts of the form \`'{% … %}'\` are expressions in JSONata over \`$input\`, \`$steps.<id>\`, \`$item\`, \`$index\`, \`$run\` and, where something has failed,
\`$error\`. An expression is the whole text, in quotes. Durations are \`90s\`, \`5m\`, \`2h\`, \`3d\`, or ISO 8601. Names are kebab-case.`;

/** Codes of the reader, which has no files of its own for them. */
const FORM: readonly RuleDoc[] = [
  {
    code: 'yaml-syntax',
    severity: 'error',
    sentence: 'The text is not YAML, or has something in it that data cannot have.',
  },
  {
    code: 'yaml-limit',
    severity: 'error',
    sentence: 'A file from anywhere is answered in time, so one that is too large or too deep is not read.',
  },
  { code: 'duplicate-key', severity: 'error', sentence: 'Of two values for one key nobody knows which was meant.' },
  {
    code: 'unknown-key',
    severity: 'error',
    sentence: 'A key that means nothing is a misspelt one, or a wish that nobody would fulfil.',
  },
  { code: 'schema', severity: 'error', sentence: 'A member is missing, or is not what it has to be.' },
];

function section(name: string, schema: Schema, file: string): string[] {
  const isNeeded = schema.required?.includes(name);
  const head = `### \`${name}\`\n\n${schema.properties![name]!.description}${isNeeded ? ' Needed.' : ''}`;
  const example = yaml(memberOf(file, name));
  const rows = name === 'steps' ? [] : membersOf(schema.properties![name]!, '', schema);
  return [head, ...(example ? [example] : []), ...(rows.length > 0 ? [memberTable(rows)] : [])];
}

function kindSection(kind: string, schema: Schema, example: string): string[] {
  const step = schema.definitions!.step!.oneOf!.find(({ properties }) => properties!.kind!.const === kind)!;
  const rows = membersOf(step, '', schema).filter(([name]) => name !== '`kind`');
  return [`### \`${kind}\``, step.properties!.kind!.description!, yaml(example), memberTable(rows)];
}

/** The lines of a member at the top of a file. */
function memberOf(file: string, name: string): string {
  const lines = file.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`${name}:`));
  const length = lines.slice(start + 1).findIndex((line) => !line.startsWith(' '));
  return start < 0 ? '' : lines.slice(start, start + 1 + length).join('\n');
}

/** One line is told in the text. */
const yaml = (text: string) => (!text.includes('\n') ? text && `\`${text}\`` : `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``);
const ruleRow = ({ code, severity, sentence }: RuleDoc) => [`\`${code}\``, severity, sentence];
const memberTable = (rows: string[][]) => table(['member', 'what it is', 'what for'], rows);

const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
