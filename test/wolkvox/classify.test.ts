import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { TransportResponse } from '../../src/http/Transport.js';
import { TransportFailure } from '../../src/http/Transport.js';
import { classifyFailure, classifyResponse } from '../../src/wolkvox/classify.js';
import type { Failure, Question } from '../../src/wolkvox/classify.js';
import { found, refused, respond } from './support/FakeTransport.js';
import { propertyRuns } from '../support/propertyRuns.js';

const records: Question = { variant: 'records', page: 1 };
const written: Question = { variant: 'written', page: 1 };

function failureOf(response: TransportResponse, question = records): Failure {
  const outcome = classifyResponse(response, question);
  if (outcome.kind !== 'failed') throw new Error(`expected a failure, not ${outcome.kind}`);
  return outcome.failure;
}

/** Class and code in one line. */
function verdictOf(response: TransportResponse, question = records): string {
  const failure = failureOf(response, question);
  return `${failure.class} ${failure.code}`;
}

const html = '<!DOCTYPE html><html><body>Error</body></html>';

describe('a response that cannot be used', () => {
  test.each<[string, TransportResponse]>([
    ['a page of HTML', respond(html)],
    ['a page of HTML under 403', respond(html, 403)],
    ['nothing', respond('')],
    ['nothing under 403', respond('', 403)],
    ['a warning of PHP before the JSON', respond('Warning: x in y.php on line 3\n{"code":"200","data":[]}')],
    ['a byte order mark', respond('\uFEFF{"code":"200","data":[]}')],
    ['half of the JSON, in a response of the right length', respond('{"code":"200","data":[')],
    ['a hundred thousand levels', respond('['.repeat(100_000))],
    ['a number without bounds', respond('{"code":"200","data":[{"a":1e999}]}')],
    ['something that is no envelope', respond('{"hello":1}')],
    [
      'compressed bytes that nobody asked for',
      respond('{"code":"200","data":[]}', 200, { 'content-encoding': 'gzip' }),
    ],
    ['bytes that are not UTF-8', { status: 200, headers: {}, body: Buffer.from([0x22, 0xff, 0x22]) }],
    ['a redirect', respond('', 302, { location: 'https://elsewhere.example.com' })],
    ['a redirect with an envelope', respond({ code: '200', data: [] }, 307)],
    ['a redirect that names the token', respond({ code: '200', msg: 'token', data: [] }, 300)],
    ['half of the JSON in a redirect', { status: 300, headers: {}, body: Buffer.from('{"code":"200","data":[') }],
    ['a page of HTML that names the token', respond('<p>token</p>', 403)],
    ['an error without a reason under success', respond({ error: 'ERROR', msg: 'what' })],
    ['a status that is none', respond({ code: '200', data: [] }, 199)],
    ['a status in the envelope that is none', respond({ code: 350, error: 'token', data: [] })],
  ])('is one with %s', (_name, response) => {
    expect(verdictOf(response)).toBe('badResponse UPSTREAM_BAD_RESPONSE');
  });

  test.each([400, 404, 405, 409, 412, 416, 417, 422])('is one in which the CRM says %i to a read', (status) => {
    expect(verdictOf(refused(status, 'Something is wrong'))).toBe('refused UPSTREAM_BAD_RESPONSE');
  });

  test('is called so even when a gateway that fails wraps it in HTML, and still counts as the gateway failing', () => {
    expect(verdictOf(respond(html, 503))).toBe('gateway UPSTREAM_BAD_RESPONSE');
    expect(verdictOf(respond(html, 500))).toBe('serverError UPSTREAM_BAD_RESPONSE');
  });

  test('is a broken connection when the JSON is cut and nothing but the end of the connection ended it', () => {
    expect(verdictOf({ status: 200, headers: {}, body: Buffer.from('{"code":"200","data":[') })).toBe(
      'broken UPSTREAM_UNAVAILABLE',
    );
  });
});

describe('a refusal', () => {
  test.each<[string, TransportResponse]>([
    ['auth UPSTREAM_AUTH_FAILED', refused(401, 'UNAUTHORIZED')],
    ['auth UPSTREAM_AUTH_FAILED', respond('', 401)],
    ['auth UPSTREAM_AUTH_FAILED', refused(403, 'The token has to be validated')],
    ['auth UPSTREAM_AUTH_FAILED', refused(403, 'FORBIDDEN')],
    ['quota QUOTA_EXHAUSTED', refused(403, 'Token limit exceeded')],
    ['simultaneous UPSTREAM_RATE_LIMITED', refused(403, 'More than 2 simultaneous requests per token')],
    ['maintenance UPSTREAM_UNAVAILABLE', refused(403, 'En mantenimiento')],
    ['rateLimited UPSTREAM_RATE_LIMITED', refused(429, 'Too many requests')],
    ['rateLimited UPSTREAM_RATE_LIMITED', respond('', 429)],
    ['rateLimited UPSTREAM_RATE_LIMITED', respond(html, 429)],
    ['auth UPSTREAM_AUTH_FAILED', respond('Token invalid', 403)],
    ['simultaneous UPSTREAM_RATE_LIMITED', refused(417, 'simultaneous requests')],
    ['quota QUOTA_EXHAUSTED', refused(412, 'daily limit')],
    ['refused UPSTREAM_BAD_RESPONSE', refused(412, 'the token field is missing')],
    ['refused UPSTREAM_BAD_RESPONSE', refused(400, 'the date is after the daily backup')],
    ['auth UPSTREAM_AUTH_FAILED', respond(html, 401)],
  ])('is %s (rows 34 and 35)', (verdict, response) => {
    expect(verdictOf(response)).toBe(verdict);
  });

  test('counts the same when the status is only in the envelope', () => {
    expect(verdictOf(respond({ code: 403, error: 'FORBIDDEN', msg: 'token limit exceeded' }))).toBe(
      'quota QUOTA_EXHAUSTED',
    );
    expect(verdictOf(respond({ code: '401', error: 'UNAUTHORIZED' }))).toBe('auth UPSTREAM_AUTH_FAILED');
    expect(verdictOf(respond({ code: '429', error: 'x' }))).toBe('rateLimited UPSTREAM_RATE_LIMITED');
    expect(verdictOf(respond({ code: 503, error: 'x' }))).toBe('gateway UPSTREAM_UNAVAILABLE');
    expect(verdictOf(respond({ error: 'FORBIDDEN', msg: 'Token inválido' }))).toBe('auth UPSTREAM_AUTH_FAILED');
  });

  test('carries what the header says about waiting, and the status where the CRM itself spoke', () => {
    expect(failureOf(refused(429, 'slow down', { 'retry-after': '7' }))).toMatchObject({
      retryAfter: '7',
      upstreamCode: '429',
    });
    expect(failureOf(respond(html, 403))).toMatchObject({ retryAfter: '', upstreamCode: null });
  });
});

describe('a failing server', () => {
  test.each<[string, number]>([
    ['serverError UPSTREAM_UNAVAILABLE', 500],
    ['serverError UPSTREAM_UNAVAILABLE', 501],
    ['gateway UPSTREAM_UNAVAILABLE', 502],
    ['gateway UPSTREAM_UNAVAILABLE', 503],
    ['gateway UPSTREAM_UNAVAILABLE', 504],
    ['serverError UPSTREAM_UNAVAILABLE', 520],
  ])('is %s for %i, with an envelope, a text or nothing', (verdict, status) => {
    for (const body of [{ code: status, error: 'x' }, 'upstream connect error', '']) {
      expect(verdictOf(respond(body, status))).toBe(verdict);
    }
  });
});

describe('an answer without records', () => {
  test('is empty under 404 only when an envelope says that nothing was found (row 33)', () => {
    expect(classifyResponse(refused(404, '0 records were are found'), records)).toEqual({ kind: 'empty' });
    expect(
      classifyResponse(respond({ code: '404', error: 'NOT FOUND', msg: 'No se encontraron registros' }), records),
    ).toEqual({
      kind: 'empty',
    });
    expect(classifyResponse(respond({ code: 404, msg: '0 records were are found' }, 404), records).kind).toBe('empty');
    expect(verdictOf(refused(400, '0 records were are found'))).toBe('refused UPSTREAM_BAD_RESPONSE');
    expect(verdictOf(refused(404, 'validate dates'))).toBe('refused UPSTREAM_BAD_RESPONSE');
    expect(verdictOf(respond('0 records were are found', 404))).toBe('badResponse UPSTREAM_BAD_RESPONSE');
    expect(verdictOf(refused(404, '0 records were are found'), written)).toBe('refused UPSTREAM_BAD_RESPONSE');
  });

  test('is empty under 416 only behind the first page', () => {
    const response = refused(416, 'Requested Range Not Satisfiable');
    expect(classifyResponse(response, { variant: 'records', page: 2 })).toEqual({ kind: 'empty' });
    expect(verdictOf(response)).toBe('refused UPSTREAM_BAD_RESPONSE');
    expect(verdictOf(refused(400, 'no'), { variant: 'records', page: 2 })).toBe('refused UPSTREAM_BAD_RESPONSE');
    expect(verdictOf(respond(html, 416), { variant: 'records', page: 2 })).toBe('badResponse UPSTREAM_BAD_RESPONSE');
  });
});

describe('the certainty that nothing was written', () => {
  test.each([400, 401, 403, 404, 405, 412, 416, 417, 422, 429])('comes from the CRM itself saying %i', (status) => {
    expect(failureOf(refused(status, 'no'), written).isRefusal).toBe(true);
    expect(failureOf(respond({ code: String(status), error: 'x', msg: 'no' }), written).isRefusal).toBe(true);
  });

  test.each<[string, TransportResponse]>([
    ['a 5xx', refused(500, 'no')],
    ['a 503', refused(503, 'no')],
    ['a 408', refused(408, 'no')],
    ['HTML under 403', respond(html, 403)],
    ['an empty 429', respond('', 429)],
    ['JSON that is not the CRM speaking', respond({ message: 'forbidden' }, 403)],
    ['a status that the body contradicts', respond({ code: 200, error: 'null', data: { wolkvox_id: 'a' } }, 403)],
    ['an error without a status', respond({ error: 'BAD REQUEST', msg: 'no' })],
    ['an error under code 200', respond({ code: 200, error: 'BAD REQUEST', msg: 'no' })],
    ['bad JSON', respond('{"code":400', 200)],
    ['a refusal that speaks of success', refused(400, 'Succesfully create record')],
  ])('does not come from %s', (_name, response) => {
    expect(failureOf(response, written).isRefusal).toBe(false);
  });
});

describe('classification', () => {
  test('finds success only in an envelope that says so, under a status of success', () => {
    const code = fc.constantFrom(undefined, 200, '200', 403, '404', 500, 'OK', null);
    const error = fc.constantFrom(undefined, 'null', null, 'FORBIDDEN', '');
    const body = fc.oneof(
      fc
        .record({ code, error, msg: fc.string(), data: fc.jsonValue() }, { requiredKeys: [] })
        .map((json) => JSON.stringify(json)),
      fc.string(),
      fc.constantFrom(html, '', '[]', '{}', '\uFEFF{}'),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 599 }),
        body,
        fc.constantFrom(records, written),
        (status, text, question) => {
          const outcome = classifyResponse(respond(text, status), question);
          if (outcome.kind === 'answered') {
            expect(status).toBeLessThan(300);
            expect(outcome.envelope.isSuccess).toBe(true);
          }
          if (outcome.kind === 'failed' && outcome.failure.isRefusal)
            expect(outcome.failure.upstreamCode).toMatch(/^4\d\d$/);
        },
      ),
      { numRuns: propertyRuns(2_000) },
    );
  });

  test('takes any bytes under any status and headers without an exception', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 999 }),
        fc.uint8Array({ maxLength: 100 }),
        fc.dictionary(fc.constantFrom('content-encoding', 'retry-after', 'content-length'), fc.string()),
        (status, bytes, headers) => {
          const outcome = classifyResponse({ status, headers, body: Buffer.from(bytes) }, records);
          expect(['answered', 'empty', 'failed']).toContain(outcome.kind);
        },
      ),
      { numRuns: propertyRuns(1_000) },
    );
  });

  test('reads rows from a search that found some', () => {
    expect(classifyResponse(found([{ wolkvox_id: 'a' }]), records)).toMatchObject({
      kind: 'answered',
      envelope: { data: [{ wolkvox_id: 'a' }] },
    });
  });
});

describe('a response that never came', () => {
  test.each([
    ['unreachable', 'unreachable UPSTREAM_UNAVAILABLE'],
    ['broken', 'broken UPSTREAM_UNAVAILABLE'],
    ['timeout', 'timeout UPSTREAM_TIMEOUT'],
    ['aborted', 'aborted UPSTREAM_TIMEOUT'],
    ['tooLarge', 'badResponse UPSTREAM_BAD_RESPONSE'],
  ] as const)('because of %s is %s, and no refusal', (kind, verdict) => {
    const failure = classifyFailure(new TransportFailure(kind, true));
    expect(`${failure.class} ${failure.code}`).toBe(verdict);
    expect(failure).toMatchObject({ isRefusal: false, retryAfter: '', upstreamCode: null });
  });
});
