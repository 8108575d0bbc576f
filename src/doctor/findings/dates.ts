import type { ProbeAnswer } from '../../wolkvox/diagnosis/CrmProbe.js';
import { type Finding, finding, notTold } from '../Finding.js';

/** What the list of a span of time has shown about one record that was changed long after it was created. */
export interface DateTrial {
  /** The span around its creation. */
  readonly aroundCreation: ProbeAnswer;
  /** The span around its last change; null where no record at hand was changed on another day. */
  readonly aroundChange: ProbeAnswer | null;
  /** A span that ends with the minute by which a record is listed; null where it was not asked. */
  readonly ending: {
    readonly answer: ProbeAnswer;
    readonly id: string;
    /** Whether the record's time has no seconds, so that it is the very end of the span. */
    readonly isOnTheEnd: boolean;
  } | null;
  readonly id: string;
}

/** Whether an answer lists a record. */
export const holds = (answer: ProbeAnswer, id: string): boolean => answer.rows.some((row) => row?.record.id === id);

/** By which date the CRM lists spans of time. */
export function judgeDates(trial: DateTrial | null): Finding {
  if (trial === null) {
    return notTold('datesListBy', {
      es: 'no hubo un registro con que probarlo',
      en: 'there was no record to try it with',
    });
  }
  const { aroundCreation, aroundChange, id } = trial;
  if (aroundCreation.failure !== null) {
    const { status, class: failureClass } = aroundCreation.failure;
    const isRefusal = failureClass === 'refused' || failureClass === 'auth' || failureClass === 'serverError';
    const seen = { es: `el CRM respondió ${String(status)}`, en: `the CRM answered ${String(status)}` };
    if (!isRefusal || status === null) return notTold('datesListBy', seen);
    return finding('datesListBy', 'warn', {
      seen,
      do: { es: 'nada: las listas por fecha cuestan más llamadas', en: 'nothing: lists by date cost more calls' },
      value: 'unavailable',
    });
  }
  const form = aroundCreation.isBareArray
    ? { es: 'lista sin sobre', en: 'bare array' }
    : { es: 'lista con sobre', en: 'envelope' };
  const byCreation = holds(aroundCreation, id);
  const byChange = aroundChange !== null && aroundChange.failure === null && holds(aroundChange, id);
  if (byCreation && !byChange && aroundChange !== null) {
    return finding('datesListBy', 'ok', {
      seen: { es: `por fecha de creación; ${form.es}`, en: `by the date of creation; ${form.en}` },
      value: 'creation',
    });
  }
  if (byChange && !byCreation) {
    return finding('datesListBy', 'ok', {
      seen: { es: `por fecha de modificación; ${form.es}`, en: `by the date of modification; ${form.en}` },
      value: 'modification',
    });
  }
  return notTold(
    'datesListBy',
    aroundChange === null
      ? { es: 'ningún registro a mano se modificó otro día', en: 'no record at hand was changed on another day' }
      : { es: 'el registro no apareció donde se esperaba', en: 'the record did not appear where it was expected' },
  );
}

/** Whether a record that is dated exactly at the end of a span belongs to it. */
export function judgeDateEnds(trial: DateTrial | null): Finding {
  const ending = trial?.ending ?? null;
  if (ending === null || ending.answer.failure !== null) {
    return notTold('dateEnds', { es: 'no se pudo probar', en: 'it could not be tried' });
  }
  if (holds(ending.answer, ending.id)) {
    return finding('dateEnds', 'ok', {
      seen: { es: 'el final pertenece al intervalo', en: 'the end belongs to the span' },
      value: 'inclusive',
    });
  }
  if (!ending.isOnTheEnd) {
    return notTold('dateEnds', {
      es: 'ningún registro a mano tiene una hora sin segundos',
      en: 'no record at hand has a time without seconds',
    });
  }
  return finding('dateEnds', 'ok', {
    seen: { es: 'el final no pertenece al intervalo', en: 'the end does not belong to the span' },
    value: 'exclusive',
  });
}
