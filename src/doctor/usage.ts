import type { Sentence } from './Finding.js';

/** What `--help` prints. */
export const usage: Sentence = {
  es: `Uso: node dist/doctor.js [opciones], con los mismos ajustes que el servidor.

  --calls N              gasta como máximo N llamadas (15)
  --write-profile ARCHIVO escribe el perfil del tenant, sin secretos ni datos personales
  --probe-write CORREO   crea un caso para ese contacto, lo lee y lo cierra; pregunta antes
  --yes                  no pregunta
  --show                 muestra lo que rige según perfil y ajustes, sin ninguna llamada
  --json                 un documento JSON en vez del informe
  --lang es|en           idioma; si no, el de LANG, y si no, español

Termina con 0 si nada impide empezar, con 1 si algo lo impide, con 2 si el uso es incorrecto.`,
  en: `Usage: node dist/doctor.js [options], with the same settings as the server.

  --calls N              spends N calls at most (15)
  --write-profile FILE   writes the tenant profile, without secrets or personal data
  --probe-write EMAIL    creates a case for this contact, reads it and closes it; asks first
  --yes                  does not ask
  --show                 shows what is in force by profile and settings, without a call
  --json                 one JSON document instead of the report
  --lang es|en           language; else that of LANG, else Spanish

Ends with 0 if nothing stands in the way, with 1 if something does, with 2 on bad usage.`,
};

/** What the program says besides its report. */
export const notices = {
  noTerminal: {
    es: 'Sin terminal no se puede preguntar: agregue --yes para crear el caso de prueba.',
    en: 'Without a terminal nobody can be asked: add --yes to create the test case.',
  },
  ask: {
    es: 'Se creará un caso de prueba en el CRM, y se cerrará. ¿Continuar? (s/n) ',
    en: 'A test case will be created in the CRM, and closed. Go on? (y/n) ',
  },
  notAsked: { es: 'solo con --probe-write', en: 'only with --probe-write' },
  noAddress: {
    es: '--probe-write necesita el correo de un contacto que exista en el CRM.',
    en: '--probe-write needs the e-mail address of a contact that the CRM has.',
  },
  tooLittleLeft: {
    es: 'no alcanzaron las llamadas (--calls) o el tiempo; no se creó nada',
    en: 'the calls (--calls) or the time did not suffice; nothing was created',
  },
  declined: { es: 'no se creó el caso de prueba', en: 'the test case was not created' },
  missing: { es: 'no está puesto', en: 'is not set' },
  cannotWrite: { es: 'No se pudo escribir el perfil en', en: 'The profile could not be written to' },
  written: { es: 'Perfil escrito en', en: 'Profile written to' },
} as const satisfies Readonly<Record<string, Sentence>>;
