import type { Model } from '../model.ts';
import type { Finding, Path } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** Expressions are JSONata as Step Functions evaluates it: the whole text, without $eval. */
export const expressionSyntax: Rule = {
  code: 'expression-syntax',
  severity: 'error',
  *check(model) {
    for (const { path } of model.halfExpressions) {
      const message = 'an expression must be the whole text; Step Functions does not look inside one';
      yield { message, path, fix: `write the text in JSONata: '{% "Invoice " & $input.number %}'` };
    }
    for (const { path, source, offset, parsed } of model.expressions) {
      if (parsed.error) yield { message: parsed.error.message, path, offset: offset + parsed.error.offset };
      else yield* notOnAws(source, offset, path);
    }
    yield* bareTexts(model);
  },
};

/** What JSONata knows and the target does not. */
function* notOnAws(source: string, offset: number, path: Path): Generator<Finding> {
  const evaluates = source.search(/\$eval\s*\(/);
  if (evaluates >= 0) yield { message: '$eval is not supported by Step Functions', path, offset: offset + evaluates };
  const dollar = source.indexOf('${');
  if (dollar < 0) return;
  const message = "'${' would be taken for a placeholder of CloudFormation";
  yield { message, path, offset: offset + dollar, fix: "write '$ {', or '\\u0024{' inside a text" };
}

/** Members that are expressions by nature, where a plain text is a mistake. */
function* bareTexts({ workflow, places }: Model): Generator<Finding> {
  const members: [path: Path, text: string | undefined][] = [];
  for (const [name, { idempotency }] of Object.entries(workflow.tools)) {
    if (idempotency && 'key' in idempotency) members.push([['tools', name, 'idempotency', 'key'], idempotency.key]);
  }
  for (const { step, path } of places) {
    if (step.kind === 'map') members.push([[...path, 'items'], step.items]);
    if (step.kind === 'loop') members.push([[...path, 'until'], step.until]);
    if (step.kind === 'wait') members.push([[...path, 'until'], step.until]);
    if (step.kind !== 'choice') continue;
    for (const [index, { when }] of step.choices.entries()) members.push([[...path, 'choices', index, 'when'], when]);
  }
  for (const [path, text] of members) {
    if (text === undefined || /\{%|%\}/.test(text)) continue;
    yield { message: 'this must be an expression', path, fix: `write '{% ${text} %}'` };
  }
}
