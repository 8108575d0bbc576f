import { isJsonObject, type Json, type JsonObject } from '../../model/Json.js';
import { idText } from '../../model/values/exactNumbers.js';
import { isWebAddress } from '../../model/values/webAddress.js';
import { quoted } from '../quoted.js';
import {
  elementsOf,
  joined,
  type Kind,
  meaningfulText,
  plainText,
  readOnlyKind,
  unreadable,
  Unwritable,
} from './Kind.js';
import { writeEach } from './phones.js';
import { writeText } from './texts.js';

interface User {
  readonly id: string | null;
  readonly user: string | null;
  readonly name: string | null;
}

function readUser(stored: Json): User | typeof unreadable {
  if (isJsonObject(stored)) {
    const id = idText(stored['id']);
    const user = textAt(stored, 'user', 'mail', 'email');
    const name = textAt(stored, 'name', 'nombre');
    return id === null && user === null && name === null ? unreadable : { id, user, name };
  }
  const word = meaningfulText(stored)?.trim() ?? '';
  if (word === '') return unreadable;
  if (/^\d{6,}$/.test(word)) return { id: word, user: null, name: null };
  return /^\S+@\S+$/.test(word) ? { id: null, user: word, name: null } : { id: null, user: null, name: word };
}

function writeUser(given: unknown): Json | Unwritable {
  return typeof given === 'string' && /^\S{1,200}$/.test(given.trim())
    ? given.trim().normalize('NFC')
    : new Unwritable();
}

/** A user of the CRM; written by the login. */
export const user: Kind = {
  output: () => 'FormUser',
  input: () => 'String',
  read: readUser,
  write: writeUser,
};

/** Several users. */
export const userList: Kind = {
  output: () => '[FormUser!]',
  input: () => '[String!]',
  read: (stored) => readEach(stored, readUser),
  write: (given, { stored }) => {
    const written = writeEach(given, writeUser);
    return written instanceof Unwritable || stored !== 'text' ? written : joined(written);
  },
};

/** Records of other modules that the field points to. The CRM fills it in. */
export const related: Kind = readOnlyKind('[FormReference!]', (stored) =>
  readEach(stored, (element) => {
    if (!isJsonObject(element)) {
      const name = meaningfulText(element);
      return name === null ? unreadable : { id: null, name };
    }
    const idKey = Object.keys(element).find((key) => /(?:^|[_-])id$/i.test(key));
    const id = idKey === undefined ? null : idText(element[idKey]);
    const name = textAt(element, 'name', 'nombre', 'value');
    return id === null && name === null ? unreadable : { id, name };
  }),
);

/** Files of the field. Nobody has documented how to write them: files are attached to the record. */
export const attachments: Kind = readOnlyKind('[CaseFile!]', (stored) =>
  readEach(stored, (element) => {
    const address = isJsonObject(element) ? textAt(element, 'url') : meaningfulText(element);
    const name = isJsonObject(element) ? textAt(element, 'name') : null;
    if (address !== null && !isWebAddress(address.trim())) return unreadable;
    return address === null && name === null ? unreadable : { name, url: address };
  }),
);

function readEach(stored: Json, read: (element: Json) => unknown): unknown {
  const elements = elementsOf(stored).map(read);
  return elements.includes(unreadable) ? unreadable : elements;
}

function textAt(fields: JsonObject, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const found = plainText(fields[key] ?? null);
    if (found !== null) return found;
  }
  return null;
}

/** The field's rows. Columns that the manifest does not know stay in `customFields`. */
export const table: Kind = {
  output: ({ columns = [] }, typeName) => (columns.length === 0 ? 'JSON' : `[${typeName}Row!]`),
  input: ({ columns = [] }, typeName) =>
    columns.some(({ readOnly }) => readOnly !== true) ? `[${typeName}RowInput!]` : null,
  ownTypes: ({ columns = [] }, typeName) => {
    if (columns.length === 0) return [];
    const define = (keyword: string, name: string, about: string, shown: typeof columns): string => {
      const fields = shown.map(({ label, field }) => `  ${quoted(`Column: ${label}`)}\n  ${field}: String`);
      return `"${about}"\n${keyword} ${name} {\n${fields.join('\n')}\n}`;
    };
    const writable = columns.filter(({ readOnly }) => readOnly !== true);
    return [
      define('type', `${typeName}Row`, 'A row of a table in a form.', columns),
      ...(writable.length === 0 ? [] : [define('input', `${typeName}RowInput`, 'A row to write.', writable)]),
    ];
  },
  read: (stored, { columns = [] }) => {
    if (columns.length === 0) return stored;
    return readEach(stored, (row) => {
      if (!isJsonObject(row)) return unreadable;
      return Object.fromEntries(columns.map(({ label, field }) => [field, plainText(row[label] ?? null)]));
    });
  },
  write: (given, field) =>
    writeEach(given, (row) => {
      const cells: [string, Json][] = [];
      for (const { label, field: name, readOnly } of field.columns ?? []) {
        const cell: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, name) : undefined;
        if (cell === undefined || cell === null || readOnly === true) continue;
        const written = writeText(cell);
        if (written instanceof Unwritable) return new Unwritable([name]);
        cells.push([label, written]);
      }
      return cells.length === 0 ? new Unwritable() : Object.fromEntries(cells);
    }),
};
