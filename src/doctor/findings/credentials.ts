import type { ProbeAnswer, ProbeFailure, TokenAnswer } from '../../wolkvox/diagnosis/CrmProbe.js';
import { type Finding, finding, notTold } from '../Finding.js';

const internal = {
  es: 'cree un token de tipo Interno: Configuración → Integración Wolkvox → Tokens',
  en: 'create a token of type Internal: Configuration → Wolkvox Integration → Tokens',
};

/** Whether token and tenant are accepted, told by a search and by the question about the token itself. */
export function judgeCredentials(search: ProbeFailure | null, token: TokenAnswer): readonly Finding[] {
  const good = {
    token: finding('token', 'ok', {
      seen: {
        es: 'aceptado; es de tipo Interno: las búsquedas funcionan',
        en: 'accepted; it is Internal: searches work',
      },
      value: 'internal',
    }),
    operation: finding('operation', 'ok', {
      seen: { es: 'el CRM acepta el nombre del tenant', en: 'the CRM accepts the name' },
    }),
  };
  if (search === null) return [good.operation, good.token];
  const operationUnknown = notTold('operation', {
    es: 'no se puede saber mientras el token no sirva',
    en: 'cannot be told while the token does not serve',
  });
  if (search.status === null) {
    const seen = { es: 'no hubo respuesta', en: 'there was no answer' };
    return [notTold('operation', seen), notTold('token', seen)];
  }
  switch (search.blames) {
    case 'externalToken':
      return [operationUnknown, external()];
    case 'operation':
      return [wrongOperation(search), notTold('token', { es: 'no se puede saber', en: 'cannot be told' })];
    case 'quota':
      return [
        good.operation,
        finding('token', 'fail', {
          seen: { es: 'aceptado, pero gastado por hoy', en: 'accepted, but spent for today' },
          do: {
            es: 'espere a que se reinicie el contador del día',
            en: 'wait until the count of the day starts again',
          },
          value: 'spent',
        }),
      ];
    case 'simultaneous':
    case 'maintenance': {
      const isBusy = search.blames === 'simultaneous';
      const seen = isBusy
        ? { es: 'otro programa usa el token en este momento', en: 'another program is using the token right now' }
        : { es: 'el CRM está en mantenimiento', en: 'the CRM is under maintenance' };
      return [
        operationUnknown,
        finding('token', 'warn', { seen, do: { es: 'ejecute esto más tarde', en: 'run this again later' } }),
      ];
    }
    case 'token':
    case null:
      break;
  }
  if (search.isHtml) {
    return [
      operationUnknown,
      finding('token', 'unknown', {
        seen: {
          es: `respondió una página web (${String(search.status)}), no la API`,
          en: `a web page answered (${String(search.status)}), not the API`,
        },
        do: {
          es: 'revise el servidor: puede ser la página de ingreso, un mantenimiento o un cortafuegos',
          en: 'check the server: it may be the login page, maintenance, or a firewall',
        },
      }),
    ];
  }
  // The question about the token is answered to External ones as well, where the CRM answers it at all.
  if (search.class === 'auth' && token.figures !== null) return [operationUnknown, external()];
  if (search.class === 'auth') {
    return [
      operationUnknown,
      finding('token', 'fail', {
        seen: {
          es: `el CRM rechaza el token (${String(search.status)})`,
          en: `the CRM refuses the token (${String(search.status)})`,
        },
        do: internal,
        value: 'refused',
      }),
    ];
  }
  if (search.class === 'refused') return [wrongOperation(search), good.token];
  const seen = { es: `el CRM respondió ${String(search.status)}`, en: `the CRM answered ${String(search.status)}` };
  return [notTold('operation', seen), notTold('token', seen)];
}

function external(): Finding {
  return finding('token', 'fail', {
    seen: {
      es: 'el token es Externo: solo sirve para el historial de notas de casos',
      en: 'the token is External: it serves for the notes of cases only',
    },
    do: internal,
    value: 'external',
  });
}

function wrongOperation({ status }: ProbeFailure): Finding {
  return finding('operation', 'fail', {
    seen: {
      es: `el CRM no acepta el nombre del tenant (${String(status)})`,
      en: `the CRM does not accept the name of the tenant (${String(status)})`,
    },
    do: {
      es: 'WOLKVOX_OPERATION es lo que está después de la @ en los usuarios del CRM',
      en: 'WOLKVOX_OPERATION is what stands behind the @ of the logins of the CRM',
    },
  });
}

/** How many calls the day has left. */
export function judgeQuota({ failure, figures }: TokenAnswer): Finding {
  if (figures === null) {
    const status = failure?.status ?? null;
    return finding('quota', 'unknown', {
      seen: {
        es: status === null ? 'el CRM no dio cifras' : `el CRM respondió ${String(status)} a la pregunta`,
        en: status === null ? 'the CRM gave no figures' : `the CRM answered ${String(status)} to the question`,
      },
      do: {
        es: 'pregunte la cuota al proveedor y use WOLKVOX_DAILY_QUOTA',
        en: 'ask the vendor for it and set WOLKVOX_DAILY_QUOTA',
      },
    });
  }
  const { limit, used, hoursToReset } = figures;
  const left = Math.max(0, limit - used);
  const reset =
    hoursToReset === null
      ? { es: '', en: '' }
      : { es: `; se reinicia en ${String(hoursToReset)} h`, en: `; starts again in ${String(hoursToReset)} h` };
  const status = left === 0 ? 'fail' : left < limit / 10 ? 'warn' : 'ok';
  return finding('quota', status, {
    seen: {
      es: `quedan ${String(left)} de ${String(limit)} llamadas${reset.es}`,
      en: `${String(left)} of ${String(limit)} calls left${reset.en}`,
    },
    do:
      status === 'ok'
        ? null
        : { es: 'espere al reinicio, o pida una cuota mayor', en: 'wait for the reset, or ask for a larger quota' },
    value: { limit, used, hoursToReset },
  });
}

/** Beyond this, signatures and deadlines begin to suffer. */
const tolerableSkewMs = 60_000;

/** Whether this machine's clock and the CRM's show the same. */
export function judgeClock(serverNow: Date | null, now: Date): Finding {
  if (serverNow === null) {
    return notTold('clock', { es: 'el CRM no dice qué hora tiene', en: 'the CRM does not tell its time' });
  }
  const skewS = Math.round((now.getTime() - serverNow.getTime()) / 1_000);
  const isFine = Math.abs(skewS) * 1_000 <= tolerableSkewMs;
  const apart = String(Math.abs(skewS));
  return finding('clock', isFine ? 'ok' : 'warn', {
    seen: {
      es: `esta máquina y el CRM difieren en ${apart} s`,
      en: `this machine and the CRM are ${apart} s apart`,
    },
    do: isFine
      ? null
      : { es: 'sincronice el reloj de esta máquina (NTP)', en: 'synchronise the clock of this machine (NTP)' },
    value: skewS,
  });
}

/** Two calls that were sent at once, and for how long both were under way. */
export interface SimultaneousTrial {
  readonly answers: readonly ProbeAnswer[];
  readonly overlapMs: number;
}

/** Where both were under way for less, the CRM may have had the one before it saw the other. */
const leastOverlapMs = 50;

/** Whether two calls at once are allowed. */
export function judgeSimultaneous(trial: SimultaneousTrial | null): Finding {
  if (trial === null) {
    return notTold('simultaneousCalls', {
      es: 'no quedaban llamadas para probarlo',
      en: 'no calls were left to try it',
    });
  }
  const failures = trial.answers.flatMap(({ failure }) => failure ?? []);
  if (failures.some((failure) => failure.class === 'simultaneous' || failure.class === 'rateLimited')) {
    return finding('simultaneousCalls', 'warn', {
      seen: { es: 'el CRM rechazó dos llamadas a la vez', en: 'the CRM refused two calls at once' },
      do: { es: 'use WOLKVOX_CONCURRENCY=1', en: 'set WOLKVOX_CONCURRENCY=1' },
      value: 1,
    });
  }
  if (failures.length > 0) {
    const seen = { es: 'una de las dos falló por otra causa', en: 'one of the two failed for another reason' };
    return notTold('simultaneousCalls', seen);
  }
  if (trial.overlapMs < leastOverlapMs) {
    return notTold('simultaneousCalls', {
      es: 'el CRM respondió tan rápido que quizá no coincidieron',
      en: 'the CRM answered so quickly that they may not have coincided',
    });
  }
  return finding('simultaneousCalls', 'ok', {
    seen: { es: 'dos llamadas a la vez funcionan', en: 'two calls at once work' },
    value: 2,
  });
}
