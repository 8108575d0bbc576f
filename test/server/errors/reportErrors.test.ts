import { describe, expect, test } from '@jest/globals';
import { GraphQLError, parse, validate, buildSchema } from 'graphql';
import { badUserInput, Fault, type FaultCode } from '../../../src/model/Fault.js';
import { errorCatalogue, isErrorCode, statusOf } from '../../../src/server/errors/errorCatalogue.js';
import { Refusal } from '../../../src/server/errors/Refusal.js';
import { reportErrors, retryAfterSeconds } from '../../../src/server/errors/reportErrors.js';

function report(errors: readonly unknown[], withHints = false) {
  const unexpected: unknown[] = [];
  const failures: Fault[] = [];
  const reports = reportErrors(errors, {
    requestId: 'r1',
    withHints,
    onUnexpected: (error) => unexpected.push(error),
    onFailure: (fault) => failures.push(fault),
  });
  return { reports, unexpected, failures };
}

/** As the GraphQL library hands on what a resolver rejected with. */
function inField(originalError: Error, path: readonly (string | number)[]): GraphQLError {
  return new GraphQLError(originalError.message, { originalError, path });
}

describe('the catalogue', () => {
  test('is the closed list of the contract', () => {
    expect(Object.keys(errorCatalogue).sort()).toEqual(
      [
        'PERSISTED_QUERY_NOT_SUPPORTED',
        'GRAPHQL_PARSE_FAILED',
        'GRAPHQL_VALIDATION_FAILED',
        'OPERATION_RESOLUTION_FAILURE',
        'BAD_REQUEST',
        'BAD_USER_INPUT',
        'OPERATION_TOO_COMPLEX',
        'UNAUTHENTICATED',
        'FORBIDDEN',
        'UPSTREAM_TIMEOUT',
        'UPSTREAM_UNAVAILABLE',
        'UPSTREAM_RATE_LIMITED',
        'QUOTA_EXHAUSTED',
        'UPSTREAM_BAD_RESPONSE',
        'UPSTREAM_AUTH_FAILED',
        'OVERLOADED',
        'SERVICE_UNAVAILABLE',
        'INTERNAL_SERVER_ERROR',
      ].sort(),
    );
    expect(isErrorCode('toString')).toBe(false);
  });

  test('never makes an HTTP failure of the upstream’s trouble', () => {
    const statuses = Object.keys(errorCatalogue)
      .filter(isErrorCode)
      .filter((code) => /^UPSTREAM_|^QUOTA_/.test(code))
      .map(statusOf);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

describe('a fault', () => {
  const retryable: readonly FaultCode[] = [
    'UPSTREAM_TIMEOUT',
    'UPSTREAM_UNAVAILABLE',
    'UPSTREAM_RATE_LIMITED',
    'OVERLOADED',
    'SERVICE_UNAVAILABLE',
  ];
  const final: readonly FaultCode[] = [
    'BAD_USER_INPUT',
    'QUOTA_EXHAUSTED',
    'UPSTREAM_BAD_RESPONSE',
    'UPSTREAM_AUTH_FAILED',
  ];

  test.each(retryable)('%s says when to try again', (code) => {
    const { reports } = report([inField(new Fault(code), ['case'])]);
    expect(reports[0]?.extensions).toEqual({
      code,
      retryable: true,
      requestId: 'r1',
      retryAfterMs: expect.any(Number),
    });
    expect(report([inField(new Fault(code, { retryAfterMs: 1234.5 }), ['case'])]).reports[0]?.extensions).toMatchObject(
      {
        retryAfterMs: 1235,
      },
    );
  });

  test.each(final)('%s is not worth another try', (code) => {
    const { reports } = report([inField(new Fault(code), ['case'])]);
    expect(reports[0]?.extensions).toEqual({ code, retryable: false, requestId: 'r1' });
  });

  test('says when the quota comes back', () => {
    const fault = new Fault('QUOTA_EXHAUSTED', { resetsAt: new Date('2026-03-02T05:00:00Z') });
    expect(report([inField(fault, ['cases'])]).reports[0]?.extensions.resetsAt).toBe('2026-03-02T05:00:00.000Z');
  });

  test('names the argument and the problem', () => {
    const { reports } = report([inField(badUserInput('filter.status.in', 'must not be empty'), ['cases'])]);
    expect(reports[0]).toMatchObject({
      message: 'Argument `filter.status.in`: must not be empty.',
      path: ['cases'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'filter.status.in' },
    });
  });

  test('that is the caller’s doing is not logged as a failure', () => {
    expect(report([inField(badUserInput('first', 'is not good'), ['cases'])]).failures).toEqual([]);
  });

  test('does not name what is no name', () => {
    const { reports } = report([inField(badUserInput('ana@example.com', 'is not good'), ['cases'])]);
    expect(JSON.stringify(reports)).not.toContain('ana@');
  });

  test('keeps its cause to itself', () => {
    const fault = new Fault('UPSTREAM_UNAVAILABLE', { cause: new Error('connect ECONNREFUSED 10.0.0.7') });
    const { reports, unexpected } = report([inField(fault, ['case'])]);
    expect(JSON.stringify(reports)).not.toMatch(/10\.0\.0\.7|ECONN/);
    expect(unexpected).toEqual([]);
  });

  test.each([
    ['in an error of the GraphQL library within another', (fault: Fault) => inField(inField(fault, ['b']), ['a'])],
    ['in an aggregate', (fault: Fault) => inField(new AggregateError([new Error('x'), fault]), ['a'])],
    [
      'in the wrapping of a thrown value',
      (fault: Fault) => inField(Object.assign(new Error('x'), { thrownValue: fault }), ['a']),
    ],
    ['bare', (fault: Fault) => fault],
  ])('is found %s', (_where, wrap) => {
    expect(report([wrap(new Fault('UPSTREAM_TIMEOUT'))]).reports[0]?.extensions.code).toBe('UPSTREAM_TIMEOUT');
  });
});

describe('several errors', () => {
  test('of one failed call are one at each place it took down, and one failure for the log', () => {
    const fault = new Fault('UPSTREAM_TIMEOUT');
    const other = new Fault('UPSTREAM_TIMEOUT');
    const { reports, failures } = report([
      inField(fault, ['a', 0, 'contact']),
      inField(other, ['b']),
      inField(fault, ['a', 1, 'contact']),
    ]);
    expect(reports.map(({ path }) => path)).toEqual([['a', 0, 'contact'], ['b'], ['a', 1, 'contact']]);
    expect(failures).toEqual([fault, other]);
  });

  test('of one exception are logged once', () => {
    const bug = new TypeError('x is not a function');
    const { reports, unexpected } = report([inField(bug, ['a']), inField(bug, ['b'])]);
    expect(reports).toHaveLength(2);
    expect(unexpected).toEqual([bug]);
  });

  test('are reported up to a bound', () => {
    const errors = Array.from({ length: 500 }, () => new GraphQLError('x', { extensions: { code: 'BAD_USER_INPUT' } }));
    const { reports } = report(errors);
    expect(reports).toHaveLength(100);
    expect(reports.at(-1)?.extensions.omittedErrors).toBe(400);
  });
});

describe('an exception that nobody foresaw', () => {
  const canary = 'canary-4417 at https://crm.example.com';

  test('keeps its text to itself and goes to the log', () => {
    const bug = new Error(canary);
    const { reports, unexpected } = report([inField(bug, ['case']), new Error(canary), canary, null]);
    expect(new Set(reports.map(({ extensions }) => extensions.code))).toEqual(new Set(['INTERNAL_SERVER_ERROR']));
    expect(JSON.stringify(reports)).not.toContain('canary');
    expect(unexpected).toHaveLength(4);
  });

  test('cannot choose its code, nor add extensions', () => {
    const bug = new GraphQLError(canary, { path: ['case'], extensions: { code: 'FORBIDDEN', hint: canary } });
    const { reports } = report([bug], true);
    expect(reports[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', retryable: false, requestId: 'r1' });
  });
});

describe('what the GraphQL library says', () => {
  const schema = buildSchema('type Query { case(id: ID, first: Int): String }');
  const validation = (document: string): GraphQLError[] =>
    validate(schema, parse(document)).map(
      (error) =>
        new GraphQLError(error.message, {
          nodes: error.nodes ?? null,
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        }),
    );

  test('is never the message in production', () => {
    const { reports } = report(validation('{ case(first: "canary") canary }'));
    expect(reports.map(({ message }) => message)).toEqual([
      'The document does not fit the schema.',
      'The document does not fit the schema.',
    ]);
  });

  test('is a hint in development, when it is about names', () => {
    const [error] = validation('{ cases }');
    const [told] = report([error], true).reports;
    expect(told?.extensions.hint).toContain('Cannot query field "cases" on type "Query"');
    expect(told?.message).toMatch(/^The document does not fit the schema: Cannot query .* Did you mean "case"\?$/);
    expect(report([error], false).reports[0]?.extensions).not.toHaveProperty('hint');
  });

  test('is told without the value when it is about one', () => {
    const { reports } = report(validation('{ case(first: "canary") }'), true);
    expect(reports[0]?.message).toBe('The document does not fit the schema: Expected a value of type "Int".');
    expect(JSON.stringify(reports)).not.toContain('canary');
  });

  test('about an argument that turned out to be null names the argument', () => {
    const error = new GraphQLError('Argument "first" of non-null type "Int!" must not be null.', { path: ['cases'] });
    expect(report([error]).reports[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } });
  });
});

test('a refusal of the host keeps its code', () => {
  const { reports } = report([inField(new Refusal('FORBIDDEN', 403), ['case'])]);
  expect(reports[0]?.extensions).toEqual({ code: 'FORBIDDEN', retryable: false, requestId: 'r1' });
});

test('Retry-After is in whole seconds, and at least one', () => {
  const { reports } = report([new Fault('OVERLOADED', { retryAfterMs: 2_001 }), new Fault('OVERLOADED')]);
  expect(retryAfterSeconds(reports)).toBe('3');
  expect(retryAfterSeconds([])).toBe('1');
});
