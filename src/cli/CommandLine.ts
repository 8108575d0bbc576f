import { parseArgs, type ParseArgsConfig } from 'node:util';
import { chooseLanguage, type Language } from './language.js';

/** How a program ends: all is well; what was asked for is refused or not there; it was asked in the wrong way. */
export const exitCodes = { done: 0, refused: 1, usage: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What an operator typed, taken apart. */
export interface CommandLine {
  /** The words that are no options, in their order. */
  readonly words: readonly string[];
  /** Options with a value, by their names. */
  readonly values: ReadonlyMap<string, string>;
  /** Options without one that were given. */
  readonly flags: ReadonlySet<string>;
  readonly language: Language;
}

/**
 * Takes apart what was typed. Every program knows `--lang es|en`, `--json` and `--help` besides its own options. Null when
 * it makes no sense.
 */
export function readCommandLine(
  typed: readonly string[],
  own: { readonly values?: readonly string[]; readonly flags?: readonly string[] },
  systemLanguage: string | undefined,
): CommandLine | null {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const name of ['lang', ...(own.values ?? [])]) options[name] = { type: 'string' };
  for (const name of ['json', 'help', ...(own.flags ?? [])]) options[name] = { type: 'boolean' };
  try {
    const { values, positionals } = parseArgs({ args: [...typed], options, allowPositionals: true });
    const texts = Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    );
    const language = chooseLanguage(new Map(texts).get('lang'), systemLanguage);
    if (language === null) return null;
    return {
      words: positionals,
      values: new Map(texts),
      flags: new Set(Object.keys(values).filter((name) => values[name] === true)),
      language,
    };
  } catch {
    return null;
  }
}
