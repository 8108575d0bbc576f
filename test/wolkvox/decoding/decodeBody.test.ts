import { describe, expect, test } from '@jest/globals';

import { decodeBody, headerText } from '../../../src/wolkvox/decoding/decodeBody.js';
import { respond } from '../support/FakeTransport.js';

const json = '{"code":"200","data":[]}';
const decoded = { kind: 'json', value: { code: '200', data: [] } };

describe('a body', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['without a word about its encoding', {}],
    ['that says it is as it is', { 'content-encoding': 'identity' }],
    ['that says so in capitals and with spaces', { 'content-encoding': ' Identity ' }],
  ])('%s is read as JSON', (_name, headers) => {
    expect(decodeBody(respond(json, 200, headers))).toEqual(decoded);
  });

  test.each(['gzip', 'br', 'identity, gzip'])('compressed with %s is not inflated', (encoding) => {
    expect(decodeBody(respond(json, 200, { 'content-encoding': encoding }))).toEqual({ kind: 'unreadable', text: '' });
  });

  test('of bytes that are no text is unreadable, be they within a value', () => {
    const body = Buffer.concat([Buffer.from('{"data":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(decodeBody({ status: 200, headers: {}, body })).toEqual({ kind: 'unreadable', text: '' });
  });

  test('is HTML when it begins like it, not when it only contains some', () => {
    expect(decodeBody(respond('\r\n  <!DOCTYPE html>'))).toEqual({ kind: 'html' });
    expect(decodeBody(respond('Fatal error <b>x</b>'))).toEqual({ kind: 'unreadable', text: 'Fatal error <b>x</b>' });
    expect(decodeBody(respond('error<b>'))).toEqual({ kind: 'unreadable', text: 'error<b>' });
  });

  test('that is no JSON shows its beginning', () => {
    expect(decodeBody(respond('x'.repeat(1_500)))).toEqual({ kind: 'unreadable', text: 'x'.repeat(1_000) });
  });

  test('that stops in the middle is cut only where its framing could not have shown that', () => {
    const body = Buffer.from('{"code":"200","data":[');
    expect(decodeBody({ status: 200, headers: {}, body })).toEqual({ kind: 'cut' });
    for (const framing of [{ 'content-length': '22' }, { 'transfer-encoding': 'chunked' }]) {
      expect(decodeBody({ status: 200, headers: framing, body })).toEqual({ kind: 'unreadable', text: '' });
    }
  });
});

test('a header that came several times is one text', () => {
  expect(headerText({ status: 200, headers: { via: ['a', 'b'] }, body: Buffer.alloc(0) }, 'via')).toBe('a, b');
  expect(headerText({ status: 200, headers: {}, body: Buffer.alloc(0) }, 'via')).toBe('');
});
