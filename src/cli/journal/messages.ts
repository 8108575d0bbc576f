import type { ImportResult } from '../../writing/operator/journalFile.js';
import type { SettleRefusal, WriteSummary } from '../../writing/operator/JournalOperator.js';
import type { Language } from '../language.js';

/** Every sentence that the program says, in one language. */
export interface Messages {
  readonly usage: string;
  readonly noJournal: (folder: string) => string;
  readonly unusable: string;
  readonly nothingOpen: string;
  readonly columns: readonly [ref: string, state: string, what: string, since: string, record: string];
  readonly what: Readonly<Record<NonNullable<WriteSummary['kind']> | 'unknown', string>>;
  readonly byHand: string;
  readonly unreadable: (count: number) => string;
  readonly notFound: (ref: string) => string;
  readonly settled: (ref: string, state: 'APPLIED' | 'REJECTED') => string;
  readonly settleRefused: Readonly<Record<SettleRefusal, string>>;
  readonly exported: (entries: number) => string;
  readonly fileTrouble: string;
  readonly imported: (result: ImportResult & { readonly kind: 'imported' }) => string;
  readonly importRefused: Readonly<Record<(ImportResult & { readonly kind: 'refused' })['because'], string>>;
}

const english: Messages = {
  usage: `Usage: npm run journal -- COMMAND [--json] [--lang es|en]

  list [--all]                          writes that are open, or all that are remembered
  show REF                              one write; REF is the marker in the log and in the record
  settle REF --as applied [--id ID]     the CRM has it: as the record with this id
  settle REF --as absent                the CRM does not have it: the same key may write once more
  export FILE                           writes the journal to a file, sealed with the token
  import FILE                           adds such a file to this journal

Settings: DATA_DIR, WOLKVOX_OPERATION, WOLKVOX_TOKEN or WOLKVOX_TOKEN_FILE, as for the server.`,
  noJournal: (folder) => `There is no journal in ${folder}: see DATA_DIR.`,
  unusable: 'The journal cannot be used: it is damaged, or its folder cannot be written.',
  nothingOpen: 'No write is open.',
  columns: ['REF', 'STATE', 'WHAT', 'SINCE', 'RECORD'],
  what: {
    createdCase: 'new case',
    createdContact: 'new contact',
    createdActivity: 'new activity',
    changedCase: 'change of a case',
    changedContact: 'change of a contact',
    unknown: '-',
  },
  byHand: 'settled by hand',
  unreadable: (count) => `${count} entries cannot be read.`,
  notFound: (ref) => `No write has the marker ${ref}.`,
  settled: (ref, state) =>
    state === 'APPLIED'
      ? `${ref} is settled: the same key gives this record from now on.`
      : `${ref} is settled: it was not written, and the same key may write once more.`,
  settleRefused: {
    notFound: 'No write has this marker.',
    ambiguous: 'Several writes have this marker. None was settled.',
    alreadyApplied: 'The write is settled already: it was applied.',
    alreadyRejected: 'The write is settled already: it was not applied.',
    underWay: 'The write is under way at this moment. Try again in a minute.',
    mayStillArrive: 'The write may still arrive. Try again in a minute.',
    neverSent: 'The write was never sent, so the CRM cannot have it.',
    idNeeded: 'Say which record it became: --id ID.',
    otherRecord: 'The write was to change another record than the one with this id.',
    boundToAnother: 'The record with this id was made by another write.',
  },
  exported: (entries) => `${entries} entries were written.`,
  fileTrouble: 'The file cannot be read or written.',
  imported: ({ added, kept, conflicting }) =>
    `${added} entries were added, ${kept} were there already, ${conflicting} name a record of another write and were left out.`,
  importRefused: {
    notAnExport: 'The file is no export of a journal. Nothing was changed.',
    newerVersion: 'The file was written by a newer version. Nothing was changed.',
    otherToken:
      'The file is sealed with another token: set WOLKVOX_TOKEN to the one of that time. Nothing was changed.',
    otherTenant: 'The file is of another tenant. Nothing was changed.',
    otherJournal: 'The journal has entries of its own, made with another secret. Nothing was changed.',
    cutOff: 'The file lacks its end. Nothing was changed.',
  },
};

const spanish: Messages = {
  usage: `Uso: npm run journal -- COMANDO [--json] [--lang es|en]

  list [--all]                          escrituras abiertas, o todas las que se recuerdan
  show REF                              una escritura; REF es la marca en el log y en el registro
  settle REF --as applied [--id ID]     el CRM la tiene: como el registro con este id
  settle REF --as absent                el CRM no la tiene: la misma clave puede escribir una vez más
  export FILE                           escribe el diario en un archivo, sellado con el token
  import FILE                           agrega un archivo así a este diario

Configuración: DATA_DIR, WOLKVOX_OPERATION, WOLKVOX_TOKEN o WOLKVOX_TOKEN_FILE, como para el servidor.`,
  noJournal: (folder) => `No hay diario en ${folder}: vea DATA_DIR.`,
  unusable: 'El diario no se puede usar: está dañado, o su carpeta no admite escritura.',
  nothingOpen: 'No hay escrituras abiertas.',
  columns: ['REF', 'ESTADO', 'QUÉ', 'DESDE', 'REGISTRO'],
  what: {
    createdCase: 'caso nuevo',
    createdContact: 'contacto nuevo',
    createdActivity: 'actividad nueva',
    changedCase: 'cambio de un caso',
    changedContact: 'cambio de un contacto',
    unknown: '-',
  },
  byHand: 'resuelta a mano',
  unreadable: (count) => `${count} entradas no se pueden leer.`,
  notFound: (ref) => `Ninguna escritura tiene la marca ${ref}.`,
  settled: (ref, state) =>
    state === 'APPLIED'
      ? `${ref} queda resuelta: desde ahora la misma clave devuelve este registro.`
      : `${ref} queda resuelta: no se escribió, y la misma clave puede escribir una vez más.`,
  settleRefused: {
    notFound: 'Ninguna escritura tiene esta marca.',
    ambiguous: 'Varias escrituras tienen esta marca. No se resolvió ninguna.',
    alreadyApplied: 'La escritura ya está resuelta: se aplicó.',
    alreadyRejected: 'La escritura ya está resuelta: no se aplicó.',
    underWay: 'La escritura está en curso en este momento. Intente de nuevo en un minuto.',
    mayStillArrive: 'La escritura todavía puede llegar. Intente de nuevo en un minuto.',
    neverSent: 'La escritura nunca se envió, así que el CRM no puede tenerla.',
    idNeeded: 'Diga en qué registro quedó: --id ID.',
    otherRecord: 'La escritura iba a cambiar otro registro, no el de este id.',
    boundToAnother: 'El registro con este id lo creó otra escritura.',
  },
  exported: (entries) => `Se escribieron ${entries} entradas.`,
  fileTrouble: 'El archivo no se puede leer o escribir.',
  imported: ({ added, kept, conflicting }) =>
    `Se agregaron ${added} entradas, ${kept} ya estaban, ${conflicting} nombran un registro de otra escritura y se dejaron fuera.`,
  importRefused: {
    notAnExport: 'El archivo no es una exportación de un diario. No se cambió nada.',
    newerVersion: 'El archivo lo escribió una versión más nueva. No se cambió nada.',
    otherToken: 'El archivo está sellado con otro token: ponga en WOLKVOX_TOKEN el de ese momento. No se cambió nada.',
    otherTenant: 'El archivo es de otra operación. No se cambió nada.',
    otherJournal: 'El diario tiene entradas propias, hechas con otro secreto. No se cambió nada.',
    cutOff: 'Al archivo le falta el final. No se cambió nada.',
  },
};

/** The program's sentences by language. */
export const messages: Readonly<Record<Language, Messages>> = { en: english, es: spanish };
