import { createTable, key, type Subject, subject, TableName } from './table.ts';

let db: Subject;

beforeEach(async () => {
  db = subject();
  await createTable(db);
});

const values = {
  ':n': { N: '5' },
  ':s': { S: 'abc' },
  ':l': { L: [{ S: 'x' }] },
  ':ss': { SS: ['a'] },
  ':t': { BOOL: true },
};

/** Only the values that the expression mentions, as others would be refused. */
function mentioned(expression: string) {
  const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(expression));
  return used.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(used) } : {};
}

const update = (UpdateExpression: string, more: object = {}) =>
  db.run('UpdateItem', {
    TableName,
    Key: key('a'),
    UpdateExpression,
    ReturnValues: 'ALL_NEW',
    ...mentioned(UpdateExpression),
    ...more,
  });

const check = (ConditionExpression: string, more: object = {}) =>
  db.run('DeleteItem', { TableName, Key: key('a'), ConditionExpression, ...mentioned(ConditionExpression), ...more });

describe('a condition is refused, in the words of AWS, when', () => {
  test.each([
    ['a = ', 'Syntax error; token: "<EOF>", near: "="'],
    ['a = :n :n', 'Syntax error; token: ":n", near: ":n :n"'],
    ['status = :n', 'Attribute name is a reserved keyword; reserved keyword: status'],
    ['#x = :n', 'An expression attribute name used in the document path is not defined; attribute name: #x'],
    ['a = :missing', 'An expression attribute value used in expression is not defined; attribute value: :missing'],
    ['exists(a)', 'Invalid function name; function: exists'],
    ['attribute_exists(:n)', 'Operator or function requires a document path; operator or function: attribute_exists'],
    [
      'begins_with(a, :n)',
      'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    [
      'contains(a)',
      'Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1',
    ],
    ['a < :t', 'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL'],
    [
      'a = a',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
    ],
    [
      'a BETWEEN :n AND :s',
      'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {S:abc}',
    ],
    [
      'attribute_type(a, :s)',
      'Invalid attribute type name found; type: abc, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    ],
  ])('it is %s', async (expression, problem) => {
    const message = `Invalid ConditionExpression: ${problem}`;
    await expect(check(expression)).rejects.toMatchObject({ code: 'ValidationException', message });
  });
});

describe('an update is refused, in the words of AWS, when', () => {
  test.each([
    [
      'SET a = :n SET b = :n',
      'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
    ],
    [
      'SET a = :n, a.b = :n',
      'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
    ],
    [
      'SET a.b = :n, a[0] = :n',
      'Invalid UpdateExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [0]]',
    ],
    [
      'ADD a :s',
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
    ],
    [
      'DELETE a :n',
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
    ],
    ['SET a = b', 'The provided expression refers to an attribute that does not exist in the item'],
    ['SET a.b = :n', 'The document path provided in the update expression is invalid for update'],
    [
      'SET sk = :s',
      'One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key',
    ],
    [
      'SET a = :s + :n',
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S',
    ],
  ])('it is %s', async (expression, message) => {
    await expect(update(expression)).rejects.toMatchObject({ code: 'ValidationException', message });
  });
});

test('a value or a name that no expression uses is refused', async () => {
  const more = { ExpressionAttributeValues: { ':n': { N: '1' }, ':z': { N: '1' } } };
  await expect(update('SET a = :n', more)).rejects.toThrow(
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:z}',
  );
  const alone = { TableName, Item: key('a'), ExpressionAttributeValues: { ':n': { N: '1' } } };
  await expect(db.run('PutItem', alone)).rejects.toThrow(
    'ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null',
  );
});

test('operands of an update are read from the item as it was before', async () => {
  await db.run('PutItem', { TableName, Item: { ...key('a'), a: { N: '1' }, b: { N: '2' } } });
  const { Attributes } = await update('SET a = b, b = a');
  expect(Attributes).toMatchObject({ a: { N: '2' }, b: { N: '1' } });
});

test('removed list members are those the caller saw, and a member set beyond the end is appended', async () => {
  const letters = { L: ['0', '1', '2', '3'].map((S) => ({ S })) };
  await db.run('PutItem', { TableName, Item: { ...key('a'), letters } });
  const { Attributes } = await update('REMOVE letters[0], letters[2] SET letters[9] = :s');
  expect(Attributes.letters).toEqual({ L: [{ S: '1' }, { S: '3' }, { S: 'abc' }] });
});

test('an emptied set is gone, and UPDATED_NEW shows only what changed', async () => {
  await db.run('PutItem', {
    TableName,
    Item: { ...key('a'), set: { SS: ['a'] }, m: { M: { x: { N: '1' }, y: { N: '2' } } } },
  });
  expect((await update('DELETE #s :ss', { ExpressionAttributeNames: { '#s': 'set' } })).Attributes.set).toBeUndefined();
  const { Attributes } = await update('SET m.x = m.x + :n', { ReturnValues: 'UPDATED_NEW' });
  expect(Attributes).toEqual({ m: { M: { x: { N: '6' } } } });
});

test('an attribute called constructor is an attribute like any other', async () => {
  await expect(
    check('attribute_not_exists(#c)', { ExpressionAttributeNames: { '#c': 'constructor' } }),
  ).resolves.toEqual({});
  await update('SET #c = :n', { ExpressionAttributeNames: { '#c': '__proto__' } });
  const { Item } = await db.run('GetItem', { TableName, Key: key('a') });
  expect(Object.entries(Item)).toContainEqual(['__proto__', { N: '5' }]);
});

describe('with {n: 5, s: "abcdef", l: ["x"], m: {k: 1}, ss: ["a"]}', () => {
  test.each([
    ['n = :n AND begins_with(s, :s)', true],
    ['NOT (n = :n OR s = :s)', false],
    ['n BETWEEN :n AND :n', true],
    ['s IN (:n, :s)', false],
    ['contains(l, :s) OR contains(ss, :s)', false],
    ['size(s) > :n', true],
    ['absent <> :n', true],
    ['absent < :n', false],
    ['attribute_exists(m.k) AND attribute_not_exists(m.z) AND attribute_not_exists(l[1])', true],
    ['s > :n', false],
  ])('%s is %s', async (expression, expected) => {
    const Item = {
      ...key('a'),
      n: { N: '5.0' },
      s: { S: 'abcdef' },
      l: { L: [{ S: 'x' }] },
      m: { M: { k: { N: '1' } } },
      ss: { SS: ['a'] },
    };
    await db.run('PutItem', { TableName, Item });
    const outcome = check(expression);
    if (expected) await expect(outcome).resolves.toEqual({});
    else await expect(outcome).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
  });
});
