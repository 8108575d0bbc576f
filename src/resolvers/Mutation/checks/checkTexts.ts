import type { UserError } from '../../../__generated__/resolvers.js';
import { isBlank } from '../../../model/values/blank.js';
import { canIdentify } from '../../../model/values/identity.js';
import { userError } from './userError.js';

type Texts = Readonly<Record<string, string | null | undefined>>;

const controlCharacter = /\p{Cc}/u;

/**
 * Refuses texts that are blank, or broken in the middle of a character, for which PHP refuses the whole request; each at
 * its own name below `parent`. Texts that are not there are left alone.
 */
export function checkTexts(texts: Texts, parent: readonly string[] = ['input']): UserError[] {
  return checkEach(texts, parent, (text) => !isBlank(text) && text.isWellFormed());
}

/** Refuses broken texts only, for arguments that may say nothing. */
export function checkOptionalTexts(texts: Texts, parent: readonly string[] = ['input']): UserError[] {
  return checkEach(texts, parent, (text) => text.isWellFormed());
}

/** The same for names, logins and ids, which moreover have no line breaks or other control characters. */
export function checkNames(texts: Texts, parent: readonly string[] = ['input']): UserError[] {
  return checkEach(texts, parent, isName);
}

/** The same for ids, which moreover are no words for nothing, such as `N/A`: those are nobody's. */
export function checkIds(texts: Texts, parent: readonly string[] = ['input']): UserError[] {
  return checkEach(texts, parent, (text) => isName(text) && canIdentify('id', text));
}

/** Whether the text can name something: not blank, on one line. */
export function isName(text: string): boolean {
  return !isBlank(text) && !controlCharacter.test(text) && text.isWellFormed();
}

/** An optional text that says nothing is as good as none. */
export function textOrNull(text: string | null | undefined): string | null {
  return text == null || isBlank(text) ? null : text;
}

function checkEach(texts: Texts, parent: readonly string[], isAcceptable: (text: string) => boolean): UserError[] {
  return Object.entries(texts)
    .filter(([, text]) => text != null && !isAcceptable(text))
    .map(([name]) => userError('INVALID_INPUT', [...parent, name]));
}
