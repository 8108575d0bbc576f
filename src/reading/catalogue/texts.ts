import { isBlank } from '../../model/values/blank.js';

/** The texts that are there and not blank. */
export function texts(...found: readonly (string | null | undefined)[]): readonly string[] {
  return found.filter((text): text is string => typeof text === 'string' && !isBlank(text));
}

/** The same for a field that the row may leave out, which undefined says. */
export function textsIfCarried(found: string | null | undefined): readonly string[] | undefined {
  return found === undefined ? undefined : texts(found);
}
