/** The languages that the programs for operators speak. */
export type Language = 'es' | 'en';

/** What was asked for with `--lang`; else what `LANG` says; else Spanish. Null when something else was asked for. */
export function chooseLanguage(asked: string | undefined, systemLanguage: string | undefined): Language | null {
  if (asked !== undefined) return asked === 'es' || asked === 'en' ? asked : null;
  return /^en/i.test(systemLanguage ?? '') ? 'en' : 'es';
}
