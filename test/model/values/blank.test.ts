import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isBlank } from '../../../src/model/values/blank.js';

describe('a text that nobody can see', () => {
  test.each([
    ['no text', ''],
    ['spaces of every width', ' \t\n\u00a0\u2003\u3000\u1680'],
    ['a zero-width space', '\u200b'],
    ['joiners', '\u200c\u200d\u2060'],
    ['Hangul fillers', '\u3164\u115f\u1160\uffa0'],
    ['a soft hyphen', '\u00ad'],
    ['the empty Braille pattern', '\u2800'],
    ['variation selectors', '\ufe0f\ufe00\u{e0100}\u180b'],
    ['tags', '\u{e0001}\u{e0041}\u{e007f}'],
    ['bidi marks', '\u200e\u200f\u202a\u202e\u2066\u2069\u061c'],
    ['a byte order mark', '\ufeff'],
    ['a combining grapheme joiner', '\u034f'],
    ['invisible operators', '\u2061\u2064'],
    ['musical format controls and the null notehead', '\u{1d173}\u{1d159}'],
    ['shorthand format controls', '\u{1bca0}'],
    ['a mix of them', ' \u200b\u3164\u2800 '],
  ])('is blank: %s', (_name, text) => {
    expect(isBlank(text)).toBe(true);
  });

  test.each(['a', '0', '-', '.', '\u200bñ', '👍🏽', '👩\u200d💻', 'ㅤ가', '⠁', 'ا', '́'])('is not blank: %j', (text) => {
    expect(isBlank(text)).toBe(false);
  });

  test('is made of nothing but blank texts, and made visible by any visible one', () => {
    const invisible = fc.constantFrom('\u200b', '\u3164', '\u00ad', '\u2800', ' ', '\ufe0f', '\u{e0041}');
    fc.assert(
      fc.property(fc.array(invisible), fc.array(invisible), (before, after) => {
        expect(isBlank(before.join('') + after.join(''))).toBe(true);
        expect(isBlank(`${before.join('')}x${after.join('')}`)).toBe(false);
      }),
    );
  });
});
