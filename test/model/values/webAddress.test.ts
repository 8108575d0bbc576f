import { expect, test } from '@jest/globals';
import { isWebAddress } from '../../../src/model/values/webAddress.js';

test.each(['https://files.example/a b.pdf', 'http://crm.example', 'HTTPS://X/Y', 'https://ñandú.example/á?b#c'])(
  'a browser may be sent to %j',
  (text) => {
    expect(isWebAddress(text)).toBe(true);
  },
);

test.each([
  'javascript:alert(1)',
  'JavaScript:alert(1)//https://x',
  'java\nscript:alert(1)',
  'data:text/html,<script>',
  'vbscript:x',
  'file:///etc/passwd',
  'ftp://x/y',
  '//evil.example/x',
  '/relative',
  'https:/x',
  'https://',
  'https:///x',
  'http://x\u202ey',
  'http://[x',
  'blob:https://x',
])('a browser is not to be sent to %j', (text) => {
  expect(isWebAddress(text)).toBe(false);
});

test('it stays so however often it is asked', () => {
  const answers = Array.from({ length: 20_000 }, () => isWebAddress('https://ñandú.example/á'));
  expect(new Set(answers)).toEqual(new Set([true]));
});
