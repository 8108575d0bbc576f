import type { ProbeAnswer } from '../../wolkvox/diagnosis/CrmProbe.js';
import { type Finding, finding, notTold } from '../Finding.js';

/** One known name, written in different ways, and whether the search for each found its record; null: not asked. */
export interface MatchingTrial {
  readonly asStored: boolean | null;
  readonly inCapitals: boolean | null;
  readonly withoutAccents: boolean | null;
  readonly cutShort: boolean | null;
}

/** The ways to write a name for the trial; null where the name has nothing to vary. */
export function variantsOf(name: string): {
  inCapitals: string | null;
  withoutAccents: string | null;
  cutShort: string | null;
} {
  const capitals = name.toUpperCase();
  const inCapitals = capitals === name ? name.toLowerCase() : capitals;
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  const length = Array.from(name).length;
  return {
    inCapitals: inCapitals === name ? null : inCapitals,
    withoutAccents: plain === name ? null : plain,
    cutShort:
      length < 6
        ? null
        : Array.from(name)
            .slice(0, Math.ceil(length * 0.6))
            .join('')
            .trimEnd(),
  };
}

/** Whether an answer shows that the search found the record. Null where it failed. */
export function found(answer: ProbeAnswer, id: string): boolean | null {
  if (answer.failure !== null) return null;
  return answer.rows.some((row) => row?.record.id === id);
}

/** How the CRM compares the value of a search. */
export function judgeMatching(trial: MatchingTrial | null): Finding {
  if (trial === null)
    return notTold('matching', { es: 'ningún nombre servía de prueba', en: 'no name served as a trial' });
  const { asStored, inCapitals, withoutAccents, cutShort } = trial;
  const yesNo = (value: boolean | null) =>
    value === null ? { es: '—', en: '—' } : value ? { es: 'sí', en: 'yes' } : { es: 'no', en: 'no' };
  const told = [inCapitals, withoutAccents, cutShort].map(yesNo);
  const seen = {
    es: `encontrado en mayúsculas: ${told[0]?.es ?? ''}, sin tildes: ${told[1]?.es ?? ''}, cortado: ${told[2]?.es ?? ''}`,
    en: `found in capitals: ${told[0]?.en ?? ''}, without accents: ${told[1]?.en ?? ''}, cut short: ${told[2]?.en ?? ''}`,
  };
  const value = valueOf(trial);
  if (value === null) {
    return asStored === false
      ? notTold('matching', {
          es: 'ni siquiera se encontró tal como está escrito',
          en: 'it was not even found as it is stored',
        })
      : notTold('matching', seen);
  }
  return finding('matching', 'ok', { seen, value });
}

function valueOf({ asStored, inCapitals, withoutAccents, cutShort }: MatchingTrial): string | null {
  if (cutShort === true) return 'partial';
  if (cutShort === null) return null;
  if (withoutAccents === true) return 'foldAccents';
  // Without an accent to leave out, folding of letters cannot be told from folding of accents.
  if (inCapitals === true) return withoutAccents === null ? null : 'foldCase';
  return inCapitals === false && asStored === true ? 'exact' : null;
}
