import type { ProbeAnswer } from '../../wolkvox/diagnosis/CrmProbe.js';
import type { SampleRow } from '../../wolkvox/diagnosis/SampleRow.js';
import { type Finding, finding, notTold } from '../Finding.js';

/** A page, and how many rows of it were asked for. */
export interface AskedPage {
  readonly limit: number;
  readonly answer: ProbeAnswer;
}

const tooFew = { es: 'ninguna lista es bastante larga', en: 'no list is long enough' };
const rowsOf = ({ answer }: AskedPage): SampleRow[] => answer.rows.filter((row) => row !== null);

/** In which order a list comes, by the seconds of creation in the ids of its first page. */
export function judgeRowOrder(first: AskedPage | null): Finding {
  const rows = first === null ? [] : rowsOf(first);
  const times = rows.flatMap(({ createdAtMs, record }) => createdAtMs ?? record.createdAt?.getTime() ?? []);
  const steps = times.slice(1).map((time, index) => Math.sign(time - (times[index] ?? time)));
  const up = steps.filter((step) => step > 0).length;
  const down = steps.filter((step) => step < 0).length;
  const count = String(times.length);
  // Three rows in one direction come about by chance once in three times.
  if (up + down < 5) return notTold('rowOrder', tooFew);
  if (down === 0) {
    return finding('rowOrder', 'ok', {
      seen: {
        es: `${count} filas en orden ascendente: primero las más antiguas`,
        en: `${count} rows ascend: oldest first`,
      },
      value: 'oldestFirst',
    });
  }
  if (up === 0) {
    return finding('rowOrder', 'ok', {
      seen: {
        es: `${count} filas en orden descendente: primero las más nuevas`,
        en: `${count} rows descend: newest first`,
      },
      value: 'newestFirst',
    });
  }
  return finding('rowOrder', 'warn', {
    seen: { es: `${count} filas sin orden de creación`, en: `${count} rows in no order of creation` },
    do: {
      es: 'nada: las listas cuestan más llamadas y "primero lo más nuevo" no se puede pedir',
      en: 'nothing: lists cost more calls, and newest first cannot be asked for',
    },
    value: 'unknown',
  });
}

/** Whether pages are as long as asked for, by two pages of different lengths. */
export function judgePageLength(first: AskedPage | null, second: AskedPage | null): Finding {
  if (first === null || second === null || second.answer.failure !== null) return notTold('pageLength', tooFew);
  const [one, two] = [first.answer.rows.length, second.answer.rows.length];
  if (one === first.limit && two === second.limit) {
    return finding('pageLength', 'ok', {
      seen: {
        es: `se pidieron ${String(first.limit)} y ${String(second.limit)} filas, y esas llegaron`,
        en: `${String(first.limit)} and ${String(second.limit)} rows were asked for, and came`,
      },
      value: 'asAsked',
    });
  }
  const isFull = first.answer.totalRecords === null || first.answer.totalRecords > one;
  if (one === two && one > 0 && one !== first.limit && isFull) {
    return finding('pageLength', 'warn', {
      seen: {
        es: `se pidieron ${String(first.limit)} y ${String(second.limit)} filas, y llegaron ${String(one)} cada vez`,
        en: `${String(first.limit)} and ${String(second.limit)} rows were asked for, and ${String(one)} came each time`,
      },
      do: { es: 'nada: el perfil lo dice', en: 'nothing: the profile says so' },
      value: one,
    });
  }
  return notTold('pageLength', tooFew);
}

/** Whether pages say how many rows there are in all. */
export function judgeTotals(pages: readonly AskedPage[]): Finding {
  const told = pages.filter(({ answer }) => answer.failure === null && answer.rows.length > 0);
  if (told.length === 0) return notTold('totals', { es: 'ninguna página tenía filas', en: 'no page had rows' });
  const has = told.some(({ answer }) => answer.totalRecords !== null);
  return finding('totals', has ? 'ok' : 'warn', {
    seen: has
      ? { es: 'las páginas dicen cuántos registros hay', en: 'pages tell how many records there are' }
      : { es: 'las páginas no dicen cuántos registros hay', en: 'pages do not tell how many records there are' },
    do: has ? null : { es: 'nada: totalCount es null en esas listas', en: 'nothing: totalCount is null in such lists' },
    value: has,
  });
}

/** What a page behind the end holds, by a search that has one record. */
export function judgePastTheEnd(sought: SampleRow | null, behind: ProbeAnswer | null): Finding {
  if (sought === null || behind === null) {
    return notTold('pastTheEnd', {
      es: 'no hubo un registro con que probarlo',
      en: 'there was no record to try it with',
    });
  }
  if (behind.failure !== null) {
    const status = String(behind.failure.status);
    return notTold('pastTheEnd', { es: `el CRM respondió ${status}`, en: `the CRM answered ${status}` });
  }
  const isRepeated = behind.rows.some((row) => row?.record.id === sought.record.id);
  return finding('pastTheEnd', isRepeated ? 'warn' : 'ok', {
    seen: isRepeated
      ? { es: 'después del final se repite la última página', en: 'behind the end the last page comes again' }
      : { es: 'después del final no hay filas', en: 'behind the end there are no rows' },
    value: isRepeated ? 'repeated' : 'empty',
  });
}
