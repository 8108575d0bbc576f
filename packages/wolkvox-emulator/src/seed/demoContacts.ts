import { jsonObject, type Json, type JsonObject } from '../Json.js';
import type { RandomSource } from '../RandomSource.js';
import { apiOwner, type User, wolkvoxOwnerOf } from '../store/User.js';
import type { SeedContext } from './Dataset.js';
import { typedContactFields } from './demoForms.js';
import { asciiSlug, phoneForm } from './people.js';
import { cities, companyNames, givenNames, surnames } from './words.js';

const contactCount = 400;

/** What a case needs to know of its contact. */
export interface SeededContact {
  readonly id: string;
  readonly identification: string;
  readonly name: string;
  readonly email: string;
  readonly phone: Json;
}

export interface SeededCompany {
  readonly id: string;
  readonly name: string;
  readonly identification: string;
}

const apiOrigin = 'PostmanRuntime/7.39.0 – /server/API/v2/custom/insert.php';

/** Emptiness and booleans as tenants write them. */
function customFields(index: number, random: RandomSource): JsonObject {
  return {
    'Segundo nombre': random.pick(['', 'n/a', 'none', random.pick(givenNames)]),
    'Fecha de nacimiento': `${random.integer(1950, 2004)}-${String(random.integer(1, 12)).padStart(2, '0')}-15`,
    'Tipo de documento': random.pick(['CC', 'CE', 'NIT', 'null']),
    'Nivel académico ': random.pick(['Técnico', 'Profesional', 'Bachiller', '']),
    'Tipo de cliente': random.pick(['VIP', 'Estándar', 'Prospecto']),
    'Acepta datos': random.pick<Json>([true, 'NO', '0', 'true']),
    '2024': random.pick<Json>([random.integer(0, 9), String(random.integer(0, 9))]),
    'Cupo aprobado': {
      value: String(random.integer(1, 90) * 100_000),
      symbol: 'COP',
      ...(index % 2 ? { convert: 1 } : {}),
    },
    Ciudad: random.pick(cities),
  };
}

/**
 * 400 contacts. The last one has the e-mail of the first in other letter case, the last but one its document number:
 * nothing in the CRM keeps either unique.
 */
export function demoContacts(
  context: SeedContext,
  users: readonly User[],
  random: RandomSource,
): { readonly documents: JsonObject[]; readonly contacts: SeededContact[] } {
  const { localTime, ids, operation } = context;
  const firstMs = localTime.instantMs({ year: 2024, month: 3, day: 4, hour: 8, minute: 0, second: 0 });
  const documents: JsonObject[] = [];
  const contacts: SeededContact[] = [];
  for (let index = 0; index < contactCount; index += 1) {
    const createdAtMs = firstMs + index * 63_000_000 + random.integer(0, 36_000_000);
    const given = random.pick(givenNames);
    const family = random.pick(surnames);
    const first = contacts[0];
    const isEmailTwin = index === contactCount - 1 && first !== undefined;
    const isIdentityTwin = index === contactCount - 2 && first !== undefined;
    const contact: SeededContact = {
      id: ids.next(createdAtMs),
      identification: isIdentityTwin ? first.identification : String(1_010_000_000 + index * 7_919),
      name: `${given} ${family} ${random.pick(surnames)}`,
      email: isEmailTwin
        ? first.email.toUpperCase()
        : `${asciiSlug(given)}.${asciiSlug(family)}${index}@example.${index % 3 === 0 ? 'org' : 'com'}`,
      phone: phoneForm(index),
    };
    const isThroughApi = random.chance(0.4);
    const isModified = random.chance(0.6);
    contacts.push(contact);
    documents.push(
      jsonObject([
        ['idcontact', contact.identification],
        ['namecontact', contact.name],
        ['emailcontact', contact.email],
        ['telephonecontact', contact.phone],
        ...Object.entries(customFields(index, random)),
        ...Object.entries(typedContactFields(index)),
        ['wolkvox_usuario_creacion', isThroughApi ? `API@${operation}` : random.pick(users.slice(0, 25)).login],
        ['wolkvox_fecha_creacion', localTime.stamp(createdAtMs)],
        ['wolkvox_origen', isThroughApi ? apiOrigin : null],
        ['wolkvox_ip_address', '192.0.2.10 – v2'],
        ['wolkvox_owner', isThroughApi ? apiOwner : wolkvoxOwnerOf(random.pickSkewed(users.slice(0, 25)))],
        [
          'wolkvox_fecha_modificacion',
          isModified ? localTime.stamp(createdAtMs + random.integer(60, 8_000_000) * 1000) : undefined,
        ],
        ['wolkvox_usuario_modificacion', isModified ? 'API' : undefined],
        ['wolkvox_id', contact.id],
      ]),
    );
  }
  return { documents, contacts };
}

/** The 12 companies. */
export function demoCompanies(
  context: SeedContext,
  users: readonly User[],
): { readonly documents: JsonObject[]; readonly companies: SeededCompany[] } {
  const firstMs = context.localTime.instantMs({ year: 2024, month: 2, day: 1, hour: 9, minute: 0, second: 0 });
  const documents: JsonObject[] = [];
  const companies: SeededCompany[] = [];
  companyNames.forEach((name, index) => {
    const createdAtMs = firstMs + index * 3_700_000;
    const company = {
      id: context.ids.next(createdAtMs),
      name,
      identification: `${900_100_000 + index * 337}-${index % 10}`,
    };
    const owner = users[index];
    companies.push(company);
    documents.push({
      idcompany: company.identification,
      namecompany: company.name,
      emailcompany: `contacto${index}@example.org`,
      wolkvox_usuario_creacion: owner?.login ?? '',
      wolkvox_fecha_creacion: context.localTime.stamp(createdAtMs),
      wolkvox_origen: null,
      wolkvox_ip_address: '192.0.2.11 – v2',
      wolkvox_owner: owner === undefined ? apiOwner : wolkvoxOwnerOf(owner),
      wolkvox_id: company.id,
    });
  });
  return { documents, companies };
}
