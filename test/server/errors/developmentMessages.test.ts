import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestApp, type TestApp } from '../startTestApp.js';

let development: TestApp;
let production: TestApp;
beforeAll(async () => {
  development = await startTestApp();
  production = await startTestApp({
    environment: { NODE_ENV: 'production', ROUTER_SECRET: 'a-secret-of-some-length', DATA_DIR: '/tmp/unused' },
  });
});
afterAll(async () => {
  await development.close();
  await production.close();
});

interface Mistake {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What a developer has to read: fields, types, suggestions. */
  readonly told: readonly string[];
}

const mutation = 'mutation($i: CreateTaskInput!) { createTask(input: $i) { outcome } }';
const list = (filter: string, more = '') => `{ cases(filter: ${filter}${more}) { totalCount } }`;

const mistakes: readonly Mistake[] = [
  {
    name: 'a misspelt field',
    query: '{ case(id: "1") { statuss { name } } }',
    told: ['"statuss"', '"Case"', 'Did you mean "status"'],
  },
  {
    name: 'a misspelt argument',
    query: '{ case(idd: "secret-4417") { id } }',
    told: ['"idd"', 'Did you mean "id"'],
  },
  {
    name: 'a misspelt filter field',
    query: list('{ statuss: { eq: "secret-4417" } }'),
    told: ['`filter`', '"statuss"', '"CaseFilter"', 'Did you mean "status"'],
  },
  {
    name: 'a literal of another type',
    query: list('{ status: { eq: 4417 } }', ', first: "secret-4417"'),
    told: ['`filter.status.eq`', '"String"', '`first`', '"Int"'],
  },
  {
    name: 'an enum value that is none',
    query: list('{ condition: OPENN }'),
    told: ['`filter.condition`', '"CaseCondition"', 'Did you mean the enum value "OPEN"'],
  },
  {
    name: 'an object that lacks a field',
    query: 'mutation { createTask(input: { name: "secret-4417" }) { outcome } }',
    told: ['"CreateTaskInput.ownerUser"', '"String!"'],
  },
  {
    name: 'a variable that lacks fields',
    query: mutation,
    variables: { i: { name: 'secret-4417' } },
    told: ['`i`', '"ownerUser"', '"String!"', '"dueAt"', '"DateTime!"', '"subject"', '"ActivitySubjectInput!"'],
  },
  {
    name: 'a variable with a misspelt field',
    query: 'query($f: CaseFilter!) { cases(filter: $f) { totalCount } }',
    variables: { f: { statuss: { eq: 'secret-4417' } } },
    told: ['`f`', '"statuss"', '"CaseFilter"', 'Did you mean "status"'],
  },
  {
    name: 'a variable with a value of another type',
    query: 'query($f: CaseFilter!) { cases(filter: $f) { totalCount } }',
    variables: { f: { condition: 'OPENN', status: { eq: ['secret-4417'] }, createdAt: { gte: 'secret-4417' } } },
    told: ['`f.condition`', '"OPEN"', '`f.status.eq`', '"String"', '`f.createdAt.gte`', 'RFC 3339'],
  },
  {
    name: 'a missing variable',
    query: 'query($f: CaseFilter!) { cases(filter: $f) { totalCount } }',
    told: ['`f`', '"CaseFilter!"'],
  },
  {
    name: 'a document that does not parse',
    query: '{ case(id: "secret-4417" { id } }',
    told: ['Syntax Error'],
  },
];

describe.each(mistakes)('$name', ({ query, variables, told }) => {
  test('is named in development, without the values', async () => {
    const { status, errors } = await development.query(query, variables);
    expect(status).toBe(400);
    const messages = (errors ?? []).map(({ message }) => message).join('\n');
    for (const text of told) expect(messages).toContain(text);
    expect(JSON.stringify(errors)).not.toMatch(/4417/);
  });

  test('is told in production without any name of the schema', async () => {
    const response = await production.post({ query, variables }, { 'router-authorization': 'a-secret-of-some-length' });
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).not.toMatch(
      /Did you mean|CaseFilter|CreateTaskInput|ownerUser|"Int"|"String"|CaseCondition|hint|4417/,
    );
  });
});
