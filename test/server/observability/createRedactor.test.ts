import { expect, test } from '@jest/globals';
import { createRedactor } from '../../../src/server/observability/createRedactor.js';

const readable = '{demo-20260102030405}';
const token = Buffer.from(readable).toString('hex');

const forms: readonly (readonly [string, string])[] = [
  ['as it is', token],
  ['in upper case', token.toUpperCase()],
  ['decoded', readable],
  ['decoded without its braces', readable.slice(1, -1)],
  ['URL-encoded', encodeURIComponent(readable)],
  ['in base64', Buffer.from(token).toString('base64')],
  ['decoded, in base64', Buffer.from(readable).toString('base64')],
  ['decoded, in base64 for URLs', Buffer.from(readable).toString('base64url')],
  ['in base64 of a longer text', Buffer.from(`a header: ${token};`).toString('base64')],
  ['in base64 of a text one longer', Buffer.from(`ax header: ${token};`).toString('base64')],
  ['in base64 of a text two longer', Buffer.from(`axy header: ${token};`).toString('base64')],
];

test.each(forms)('a token is masked %s', (_form, text) => {
  const redacted = createRedactor([token])(`before ${text} after`);
  expect(redacted).toContain('[secret]');
  expect(redacted).toMatch(/^before .* after$/);
  for (const part of [token, readable.slice(1, -1)]) expect(redacted).not.toContain(part);
  expect(redacted).not.toContain(text);
});

test('a secret with characters that JSON escapes is masked inside JSON', () => {
  const secret = 'quo"te\\slash';
  expect(createRedactor([secret])(JSON.stringify({ secret }))).toBe('{"secret":"[secret]"}');
});

test('every secret is masked, the longer ones first', () => {
  expect(createRedactor(['router-secret', 'router-secret-2'])('router-secret-2 router-secret')).toBe(
    '[secret] [secret]',
  );
});

test('other texts stay as they are', () => {
  expect(createRedactor([token, 'ab'])('about 42 cases')).toBe('about 42 cases');
});
