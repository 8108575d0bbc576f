/** How two texts of a field are compared: what it takes for them to mean the same. */
export type Comparison =
  /** Ids and numbers: every character, but for the spaces around and the Unicode form. */
  | 'exact'
  /** E-mail addresses and logins: but for letter case as well. */
  | 'caseless'
  /** What people typed: but for letter case and accents. */
  | 'folded'
  /** Telephone numbers: their digits. */
  | 'digits';

/** Whether two texts mean the same. */
export function meansTheSame(comparison: Comparison, a: string, b: string): boolean {
  return a === b || comparableForm(comparison, a) === comparableForm(comparison, b);
}

/** One text for all texts that mean the same. */
export function comparableForm(comparison: Comparison, text: string): string {
  switch (comparison) {
    case 'exact':
      return text.normalize('NFC').trim();
    case 'caseless':
      return text.normalize('NFC').trim().toLowerCase();
    case 'folded':
      return foldText(text);
    case 'digits': {
      const digits = text.replace(/\D/g, '');
      // What has no digit is no number; all such texts do not mean the same.
      return digits === '' ? foldText(text) : digits;
    }
  }
}

/** A text without letter case, accents and the spaces around it. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
}
