import { type Json, type JsonObject, scalarText } from '../Json.js';
import type { LocalTime } from '../LocalTime.js';
import type { RandomSource } from '../RandomSource.js';
import { type Catalogue, closedCondition } from '../store/Catalogue.js';
import { caseDocument } from '../store/caseDocument.js';
import { caseNumber } from '../store/caseNumber.js';
import { ownerOf, responsibleOf, type User } from '../store/User.js';
import type { SeedContext } from './Dataset.js';
import type { SeededCompany, SeededContact } from './demoContacts.js';
import { typedForm } from './demoForms.js';
import { fictionalNumber } from './people.js';
import { cities, details, reasons, solutions, subjects } from './words.js';

const caseCount = 1_500;
/** Shares of the statuses, in per cent. */
const statusShares: readonly (readonly [string, number])[] = [
  ['Cerrado', 44],
  ['Abierto', 20],
  ['In progress', 15],
  ['Solucionado', 9],
  ['En espera', 7],
  ['open', 3],
  ['Derivado a tercero', 2],
];

/** What the demo tenant's cases are made from. */
export interface CaseMaterial {
  readonly users: readonly User[];
  readonly contacts: readonly SeededContact[];
  readonly companies: readonly SeededCompany[];
  readonly catalogue: Catalogue;
}

function pickStatus(catalogue: Catalogue, random: RandomSource): Catalogue['statuses'][number] {
  let left = random.integer(1, 100);
  for (const [name, share] of statusShares) {
    left -= share;
    const status = catalogue.statuses.find((entry) => entry.name === name);
    if (left <= 0 && status !== undefined) return status;
  }
  return random.pick(catalogue.statuses);
}

function description(random: RandomSource): string {
  const subject = random.pick(subjects);
  const detail = random.pick(details);
  if (random.chance(0.25))
    return `<p><b>${subject}</b>&nbsp;&ndash; ${detail}</p><br/><a href="https://www.example.com/a/b">Ver más</a>`;
  return random.chance(0.3) ? `${subject}.\r\n${detail}` : `${subject}. ${detail}`;
}

/** Labels as tenants have them: accents, a trailing blank, a number, and values of every kind. */
function form(random: RandomSource): JsonObject {
  if (random.chance(0.1)) return {};
  return {
    Asunto: random.pick(subjects),
    'Número de radicado ': String(random.integer(10_000, 99_999)),
    '¿Autoriza contacto?': random.pick<Json>([true, false, 'NO', '0', 'true']),
    '2024': random.pick<Json>([random.integer(0, 12), String(random.integer(0, 12))]),
    Ciudad: random.pick<Json>([...cities, null]),
    'Valor reclamado': { value: String(random.integer(1, 400) * 5_000), symbol: 'COP' },
    'Canal/Origen': random.pick(['Web', 'Línea 018000', 'Oficina', 'n/a']),
  };
}

/** The four shapes a history entry has, dates unpadded; only the tagged one has the documented keys. */
function history(createdAtMs: number, users: readonly User[], random: RandomSource, localTime: LocalTime): Json[] {
  const entries: Json[] = [];
  let atMs = createdAtMs;
  const count = random.integer(1, 4);
  for (let index = 0; index < count; index += 1) {
    const user = random.pick(users).login;
    const date = localTime.historyStamp(atMs);
    switch (index === 0 ? 1 : random.integer(0, 3)) {
      case 0:
        entries.push({ date, type: 'note', user, message: `Añadió la nota: ${random.pick(details)}` });
        break;
      case 1:
        entries.push({ date, message: 'Creó el caso', user });
        break;
      case 2:
        entries.push({ date, level: null, message: 'Cambió el responsable', user });
        break;
      default:
        entries.push({ color: '#1e88e5', date, level: 1, tag: 'Estado', user, message: 'Cambió el estado' });
    }
    atMs += random.integer(30, 90_000) * 1000;
  }
  return entries;
}

/** Whoever answers for the case; tenants also hold a group and four kinds of nobody. */
function responsible(index: number, users: readonly User[], random: RandomSource): Json {
  const group = users.find((user) => user.isGroup);
  const tel = index % 5 === 0 ? { value: fictionalNumber(index), country: 'CO', code: '+57' } : undefined;
  switch (index % 25) {
    case 3:
    case 11:
      return group === undefined ? false : responsibleOf(group);
    case 7:
      return false;
    case 13:
      return '';
    case 17:
      return [];
    case 19:
      return null;
    default:
      return responsibleOf(random.pickSkewed(users.filter((user) => !user.isGroup)), tel);
  }
}

/** 1,500 cases in order of creation, most of them in office hours, with bursts. */
export function demoCases(context: SeedContext, material: CaseMaterial, random: RandomSource): JsonObject[] {
  const { localTime, ids, operation } = context;
  const { catalogue, companies } = material;
  const people = material.users.filter((user) => !user.isGroup);
  // The last contacts have no case, so that an empty list can be asked for.
  const contacts = material.contacts.slice(0, -20);
  const untilMs = localTime.instantMs({ year: 2026, month: 11, day: 1, hour: 0, minute: 0, second: 0 });
  let createdAtMs = localTime.instantMs({ year: 2025, month: 1, day: 7, hour: 8, minute: 3, second: 9 });
  const documents: JsonObject[] = [];
  for (let index = 0; index < caseCount; index += 1) {
    createdAtMs += index % 40 < 8 ? random.integer(1, 90) * 1000 : random.integer(600, 66_000) * 1000;
    const hour = localTime.parts(createdAtMs).hour;
    if (hour >= 19 || hour < 6) createdAtMs += ((31 - hour) % 24) * 3_600_000;

    const type = random.pickSkewed(catalogue.types);
    const status = pickStatus(catalogue, random);
    const priority = random.pick(catalogue.priorities.filter((_, at) => at !== 2 && at < 7));
    const contact = index % 50 === 0 ? (contacts[0] ?? random.pick(contacts)) : random.pickSkewed(contacts);
    const owner = random.pickSkewed(people);
    const id = ids.next(createdAtMs);
    const number = caseNumber(createdAtMs, localTime, (index * 7_919 + 123_457) % 1_000_000);
    const dueAtMs = createdAtMs + priority.minutes * 60_000;
    const workedMs = random.integer(10, priority.minutes * 2) * 60_000;
    const isClosed = status.condition === closedCondition;
    const endMs = isClosed ? createdAtMs + workedMs : untilMs;
    const percent = Math.min(999, Math.round(((endMs - createdAtMs) / (priority.minutes * 60_000)) * 100));
    const isModified = isClosed || random.chance(0.7);
    const carriesEmail = index % 10 !== 4;
    const file = { name: `soporte ${index}.pdf`, url: `https://files.example.org/${operation}/${id}/soporte.pdf` };
    documents.push(
      caseDocument({
        idPrefijo: `${type.prefix}-${number}`,
        form: { ...form(random), ...typedForm(type.name, index, people) },
        owner: index % 60 === 59 ? { ...ownerOf(owner), level: null, tel: '' } : ownerOf(owner),
        prefix: type.prefix,
        idCase: number,
        timeEstimated: localTime.stamp(dueAtMs),
        contact: carriesEmail && index % 3 === 0 ? contact.name : `${contact.name} - ${contact.email}`,
        contactId: contact.id,
        contactIdentification: contact.identification,
        nameContact: contact.name,
        contactEmail: carriesEmail ? contact.email : undefined,
        contactTel: index % 6 === 5 ? undefined : contact.phone,
        company: index % 3 === 0 ? random.pick(companies) : undefined,
        description: description(random),
        reOpened: random.chance(0.06),
        caseType: type.name,
        files: index % 9 === 0 ? [file] : [],
        attached: index % 27 === 0 ? [file, { ...file, name: 'audio.mp3' }] : index % 2 === 0 ? [] : undefined,
        groupsOwner: index % 30 === 0 ? ['Mesa de Servicio'] : [],
        status: { value: status.condition, name: status.name },
        history: history(createdAtMs, people, random, localTime),
        priority: { value: index % 4 === 0 ? String(priority.minutes) : priority.minutes, name: priority.name },
        closeDate: isClosed ? localTime.stamp(createdAtMs + workedMs) : '',
        responsible: responsible(index, material.users, random),
        dependentOf: index % 75 === 74 ? (scalarText(documents[index - 1]?.['wolkvox_id']) ?? '') : null,
        expiry:
          index % 20 === 6
            ? undefined
            : { isExpired: endMs > dueAtMs, expiringPercent: Math.min(percent, 74), expiredPercent: percent },
        solution: isClosed ? random.pick(solutions) : undefined,
        reason: isClosed ? random.pick(reasons) : undefined,
        createdAt: localTime.stamp(createdAtMs),
        createdBy: random.chance(0.5) ? `API@${operation}` : owner.login,
        modifiedAt: isModified
          ? localTime.stamp(isClosed ? endMs : createdAtMs + random.integer(60, 90_000) * 1000)
          : undefined,
        modifiedBy: isModified ? owner.login : undefined,
        origin: random.chance(0.5) ? 'PostmanRuntime/7.39.0' : null,
        ipAddress: '192.0.2.12 – v2',
        id,
      }),
    );
  }
  return documents;
}
