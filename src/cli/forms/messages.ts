import type { Fault } from '../../model/Fault.js';
import type { FieldChange } from '../../forms/inference/mergeManifest.js';
import type { Language } from '../language.js';
import type { Drift } from './findDrift.js';

/** Every sentence that the program says, in one language. */
export interface FormsMessages {
  readonly usage: string;
  readonly noManifest: string;
  readonly noTenant: string;
  readonly emulator: string;
  readonly cannotWrite: (file: string) => string;
  readonly cannotRead: (file: string) => string;
  readonly written: (file: string) => string;
  readonly looked: (cases: string, contacts: string, calls: number) => string;
  readonly partOf: (seen: number, total: number | null) => string;
  readonly columns: readonly [field: string, type: string, filled: string, fits: string, label: string, what: string];
  readonly changes: Readonly<Record<FieldChange['kind'], string>>;
  readonly formatOpen: string;
  readonly ofAllCases: string;
  readonly contacts: string;
  readonly drift: Readonly<Record<Drift['kind'], string>>;
  readonly noDrift: string;
  readonly failed: (code: Fault['code']) => string;
}

const spanish: FormsMessages = {
  usage: `Uso: npm run forms -- ORDEN [--json] [--lang es|en], con los mismos ajustes que el servidor.

  infer [--calls N] [--out ARCHIVO]   lee registros con N llamadas como máximo (10) y propone el manifiesto;
                                      conserva todos los nombres del que ya existe
  check [--calls N] [--sdl ARCHIVO]   compara el manifiesto con el CRM, y con el SDL publicado en ARCHIVO
  sdl [--out ARCHIVO]                 muestra el SDL que el manifiesto agrega

El manifiesto es el de FORMS_MANIFEST; si no, forms.json en esta carpeta.
Termina con 0 si todo está bien, con 1 si algo difiere o no se puede, con 2 si el uso es incorrecto.`,
  noManifest: 'No hay manifiesto: ponga FORMS_MANIFEST, o cree uno con infer --out forms.json.',
  noTenant: 'Faltan WOLKVOX_BASE_URL, WOLKVOX_OPERATION o WOLKVOX_TOKEN; npm run doctor dice cuáles.',
  emulator: 'No hay un tenant en los ajustes: se leen los datos inventados del emulador.',
  cannotWrite: (file) => `No se pudo escribir ${file}`,
  cannotRead: (file) => `No se pudo leer ${file} como SDL`,
  written: (file) => `Manifiesto escrito en ${file}`,
  looked: (cases, contacts, calls) =>
    `Se leyeron ${cases} casos y ${contacts} contactos con ${String(calls)} llamadas.`,
  partOf: (seen, total) => (total === null ? String(seen) : `${String(seen)} de ${String(total)}`),
  columns: ['CAMPO', 'TIPO', 'CON VALOR', 'ENCAJA', 'ETIQUETA', ''],
  changes: {
    added: 'nuevo',
    kept: '',
    settled: 'formato u opciones aclarados',
    notSeen: 'ya no se ve',
    left: 'queda en customFields: sin valores que digan su tipo',
  },
  formatOpen: 'formato sin aclarar',
  ofAllCases: 'Casos de todos los tipos',
  contacts: 'Contactos',
  drift: {
    notInManifest: 'está en el CRM y no en el manifiesto',
    notInCrm: 'está en el manifiesto y ya no en el CRM',
    doesNotFit: 'sus valores no encajan en el tipo',
    notInSdl: 'está en el manifiesto y no en el SDL publicado',
    onlyInSdl: 'está en el SDL publicado y no en el manifiesto',
    otherInSdl: 'tiene otro tipo en el SDL publicado',
  },
  noDrift: 'El manifiesto coincide.',
  failed: (code) => `El CRM no se pudo leer: ${code}. npm run doctor dice por qué.`,
};

const english: FormsMessages = {
  usage: `Usage: npm run forms -- COMMAND [--json] [--lang es|en], with the same settings as the server.

  infer [--calls N] [--out FILE]   reads records with N calls at most (10) and proposes the manifest;
                                   keeps every name of the one that is there
  check [--calls N] [--sdl FILE]   compares the manifest with the CRM, and with the SDL published in FILE
  sdl [--out FILE]                 prints the SDL that the manifest adds

The manifest is that of FORMS_MANIFEST; else forms.json in this folder.
Ends with 0 if all is well, with 1 if something differs or cannot be done, with 2 on bad usage.`,
  noManifest: 'There is no manifest: set FORMS_MANIFEST, or make one with infer --out forms.json.',
  noTenant: 'WOLKVOX_BASE_URL, WOLKVOX_OPERATION or WOLKVOX_TOKEN is missing; npm run doctor says which.',
  emulator: 'No tenant is set: reading the made-up data of the emulator.',
  cannotWrite: (file) => `${file} could not be written`,
  cannotRead: (file) => `${file} could not be read as SDL`,
  written: (file) => `Manifest written to ${file}`,
  looked: (cases, contacts, calls) => `Looked at ${cases} cases and ${contacts} contacts with ${String(calls)} calls.`,
  partOf: (seen, total) => (total === null ? String(seen) : `${String(seen)} of ${String(total)}`),
  columns: ['FIELD', 'TYPE', 'FILLED', 'FITS', 'LABEL', ''],
  changes: {
    added: 'new',
    kept: '',
    settled: 'format or options settled',
    notSeen: 'not seen any more',
    left: 'left to customFields: no values that tell its type',
  },
  formatOpen: 'format not settled',
  ofAllCases: 'Cases of all types',
  contacts: 'Contacts',
  drift: {
    notInManifest: 'is in the CRM and not in the manifest',
    notInCrm: 'is in the manifest and no more in the CRM',
    doesNotFit: 'has values that do not fit its type',
    notInSdl: 'is in the manifest and not in the published SDL',
    onlyInSdl: 'is in the published SDL and not in the manifest',
    otherInSdl: 'has another type in the published SDL',
  },
  noDrift: 'The manifest is as it should be.',
  failed: (code) => `The CRM could not be read: ${code}. npm run doctor says why.`,
};

/** The sentences of each language. */
export const messages: Readonly<Record<Language, FormsMessages>> = { es: spanish, en: english };
