/** So much of a text tells it from most others, and is little enough to keep in evidence. */
const beginningLength = 60;

/** The beginning of a text that a creation sends, by which its record can be recognised when the marker is lost. */
export function beginningOf(text: string): string {
  return text.slice(0, beginningLength);
}

/**
 * Whether a stored text could be one that began like this. The CRM may cut it, wrap it in HTML, write its letters as
 * entities or spoil them; so one only has to begin like the other, in the letters and digits that survive all that.
 * Generous on purpose: a text without such letters is like every other.
 */
export function isAlike(beginning: string, stored: string | null): boolean {
  const forms = survivingForms(beginning);
  return survivingForms(stored ?? '').some((there) =>
    forms.some((sent) => there.startsWith(sent) || sent.startsWith(there)),
  );
}

/** With what stands in angle brackets and without it: a tag in one text may be no tag in the other. */
function survivingForms(text: string): readonly string[] {
  const whole = text.normalize('NFC').replace(/&#?\w{1,8};/g, '');
  return [whole, whole.replace(/<[^<>]*>/g, '')].map((form) => form.replace(/[^a-z0-9]/gi, '').toLowerCase());
}
