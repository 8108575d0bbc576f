import { anyForm, anyPhone, digits, flag, instant, noInstant, noKey, noText, type Told } from './odd.js';
import { LongNumber } from './phpJson.js';
import { Random } from './Random.js';
import { anything, isObject, OneOf } from './Shown.js';
import type { OwnerTruth, Tenant, Truth, WireRow } from './Tenant.js';
import { TenantClock } from './TenantClock.js';
import type { TenantShape } from './TenantShape.js';

const paceMs = { burst: 700, hours: 5_400_000, days: 100_000_000 } as const;
/** Nights on which the clocks of some of the zones go back: cases are also made then. */
const clockChanges = ['2025-04-06T02:30:00Z', '2025-11-02T05:30:00Z', '2025-10-26T00:30:00Z', '2025-04-05T14:45:00Z'];
const types = [
  ['Request', 'REQUEST'],
  ['Complaints', 'COMPLAINT'],
  ['Claims', 'CLAIM'],
  ['Suggestions', 'SUGGESTION'],
  ['Garantía', 'CUSTOM'],
] as const;
const statuses = [
  ['Abierto', 'open', 'OPEN'],
  ['Cerrado', 'closed', 'CLOSED'],
  ['En espera', 'on hold', 'ON_HOLD'],
  ['abierto', 'open', 'OPEN'],
  ['Abierto 2', 'open', 'OPEN'],
  ['Solución', 'solved', 'SOLVED'],
  ['Solucion', 'solved', 'SOLVED'],
  ['Otro', 'frozen', 'UNKNOWN'],
] as const;
const priorities = [
  ['Media', 30],
  ['Alta', 10],
  ['Baja', 1_440],
] as const;
const people = ['Ana Muñoz', 'José Peña', 'Luz Marina', 'Ñandú Álvarez', 'jose pena', 'Zoe'];

/** Builds the tenant of a shape: always the same one for the same shape. */
export function makeTenant(shape: TenantShape): Tenant {
  const random = new Random(shape.seed);
  const clock = new TenantClock(shape.zone);
  const maker = new RecordMaker(shape, clock, random);
  const owners = Array.from({ length: shape.owners }, (_, index) => maker.owner(index));
  const contacts: ContactMade[] = [];
  for (let index = 0; index < shape.contacts; index += 1) contacts.push(maker.contact(index, contacts));
  const times = maker.creationTimes(shape.cases);
  const inOrder = times.map((atMs, index) => maker.case(index, atMs, { contacts, owners }, -Infinity));
  const cases = arrange(inOrder, shape, random);
  const subjects = [...inOrder.slice(0, 8).map(({ id }) => ({ module: 'cases', id }))];
  const subjectsOfContacts = contacts.slice(0, 4).map(({ truth }) => ({ module: 'contacts', id: truth.id }));
  const activities = [...subjects, ...subjectsOfContacts].flatMap((subject, index) =>
    Array.from({ length: [0, 1, 3, 30][index % 4] ?? 0 }, (_, nth) =>
      maker.activity(index * 50 + nth, subject, owners),
    ),
  );
  const gestiones = contacts
    .slice(0, 6)
    .flatMap((contact, index) =>
      Array.from({ length: [2, 0, 25, 1][index % 4] ?? 0 }, (_, nth) => maker.gestion(index * 50 + nth, contact)),
    );
  let made = shape.cases;
  let lastMs = times.at(-1) ?? beginningMs;
  return {
    shape,
    cases,
    contacts: contacts.map(({ truth }) => truth),
    activities: arrange(activities, shape, random),
    gestiones: arrange(gestiones, shape, random),
    owners,
    nextCase: (addedAtMs) => {
      lastMs += 1000 * random.below(paceMs[shape.pace] / 1000 + 1);
      return maker.case(made++, lastMs, { contacts, owners }, addedAtMs);
    },
  };
}

const beginningMs = Date.parse('2025-01-10T13:00:00Z');

interface ContactMade {
  readonly truth: Truth;
  readonly name: string;
  readonly email: string;
  readonly identification: Told;
  readonly phone: Told;
}

interface Surroundings {
  readonly contacts: readonly ContactMade[];
  readonly owners: readonly OwnerTruth[];
}

function arrange(oldestFirst: readonly Truth[], { rowOrder }: TenantShape, random: Random): Truth[] {
  if (rowOrder === 'none') return random.shuffle(oldestFirst);
  return rowOrder === 'oldestFirst' ? [...oldestFirst] : oldestFirst.toReversed();
}

/** Makes the records of one tenant, each as the pair of what is sent and what is to be shown. */
class RecordMaker {
  readonly #odd: number;

  constructor(
    private readonly shape: TenantShape,
    private readonly clock: TenantClock,
    private readonly random: Random,
  ) {
    this.#odd = shape.oddPercent / 100;
  }

  /** Ascending, to the second; some of the same second. */
  creationTimes(count: number): number[] {
    const { random } = this;
    let atMs = beginningMs;
    const times = Array.from({ length: count }, () => {
      // Many cases are made in the same second, when a campaign creates them.
      if (!random.chance(0.1)) atMs += random.below(paceMs[this.shape.pace]);
      return Math.floor(atMs / 1000) * 1000;
    });
    const nights = random.shuffle(clockChanges).slice(0, 2);
    for (let index = 0; index < Math.min(24, count / 4); index += 1) {
      times[random.below(count)] = Date.parse(random.pick(nights)) + random.below(7_200) * 1000;
    }
    return times.sort((a, b) => a - b);
  }

  owner(index: number): OwnerTruth {
    const login = `agent_${index}@demo`;
    const name = `${people[index % people.length] ?? ''} ${index}`;
    const id = `52105632142${String(70_000 + index)}`;
    return { id, user: login, shown: { id, user: login, name, email: login, isGroup: null } };
  }

  contact(index: number, others: readonly ContactMade[]): ContactMade {
    const { random, clock, shape } = this;
    const createdMs = beginningMs - (shape.contacts - index) * 86_400_000;
    const id = this.#id(createdMs, 50_000 + index);
    const twin = others.length > 0 && random.chance(0.08) ? random.pick(others) : null;
    const name = random.pick(people);
    const email = twin?.email ?? `${random.chance(0.2) ? 'Ana' : 'ana'}${index}@correo.example`;
    const number = String(1_020_300_000 + index * (random.chance(0.2) ? 10 : 1));
    const identification: Told = random.chance(this.#odd)
      ? noKey(random)
      : random.chance(this.#odd)
        ? { wire: '222222222222', shown: new OneOf(null, '222222222222') }
        : (twin?.identification ?? { wire: digits(number, shape.longNumbers), shown: number });
    const phone = anyPhone(random);
    const created = instant(clock, createdMs, random, 0);
    const changed = random.chance(0.5) ? noInstant(random) : instant(clock, createdMs + 9_000_000, random, this.#odd);
    const updated = this.#odd === 0 && changed.isUnreadable === true ? { wire: null, shown: null } : changed;
    const city = random.pick(['Cali', 'Bogotá ', '']);
    const row: WireRow = {
      wolkvox_id: id,
      idcontact: identification.wire,
      namecontact: name,
      emailcontact: email,
      telephonecontact: phone.wire,
      'Ciudad de residencia ': city,
      wolkvox_owner: { user: 'api', nombre: 'api', id: 'api', email: 'api' },
      wolkvox_fecha_creacion: created.wire,
      wolkvox_fecha_modificacion: updated.wire,
      wolkvox_origen: null,
    };
    const texts = {
      id: [id],
      email: [email],
      identification: identification.shown === null ? [] : [wireText(identification.wire)],
    };
    const truth: Truth = {
      id,
      row,
      shown: {
        id,
        name,
        email,
        identification: identification.shown,
        phone: phone.shown,
        createdAt: created.shown,
        updatedAt: updated.shown,
        customFields: [{ label: 'Ciudad de residencia ', text: city === '' ? null : city, value: city }],
      },
      stored: { ...texts, identification: textsOf(wireText(identification.wire)) },
      told: texts,
      times: {},
      createdWall: clock.show(createdMs),
      modifiedWall: null,
      hasUnreadable: updated.isUnreadable === true,
      addedAtMs: -Infinity,
    };
    return { truth, name, email, identification, phone };
  }

  case(index: number, createdMs: number, { contacts, owners }: Surroundings, addedAtMs: number): Truth {
    const { random, clock, shape } = this;
    const odd = this.#odd;
    const isOdd = (): boolean => random.chance(odd);
    const id = this.#id(createdMs, index);
    const prefix = random.pick(['PET', 'QUE'], true);
    const sequence = `24521105632${String(142_000 + index)}`;
    const caseNumber = `${prefix}-${sequence}`;
    const [type, kind] = random.pick(types, true);
    const [status, value, condition] = random.pick(statuses, true);
    const [priority, minutes] = random.pick(priorities, true);
    const contact = random.chance(0.9) ? random.pick(contacts, true) : null;
    const owner = random.pick(owners, true);
    const company = random.chance(0.4) ? random.below(3) : null;
    const isClosed = condition === 'CLOSED';
    const solution = isClosed ? random.pick(['Devuelto', 'Cambio', 'Sin solución']) : null;
    const reason = random.chance(0.5) ? random.pick(['Daño', 'Precio']) : null;
    const description = this.#description(index);
    const reopened = random.chance(0.15);
    const expired = random.chance(0.3);
    const told = {
      sequence: isOdd() ? inexact(sequence) : { wire: digits(sequence, shape.longNumbers), shown: sequence },
      created: isOdd() && isOdd() ? noText(random) : instant(clock, createdMs, random, 0),
      updated: random.chance(0.5)
        ? noText(random)
        : instant(clock, createdMs + random.below(5_000_000) * 1000, random, odd),
      closed: isClosed ? instant(clock, createdMs + random.below(5_000_000) * 1000, random, odd) : noText(random),
      due: isOdd() ? noInstant(random) : instant(clock, createdMs + minutes * 60_000, random, odd),
      minutes: isOdd()
        ? { wire: 'pronto', shown: null, isUnreadable: true }
        : { wire: random.chance(0.3) ? String(minutes) : minutes, shown: minutes },
      reopened: flag(reopened, random, odd),
      description: isOdd() ? noText(random) : { wire: description, shown: description },
      responsible: this.#responsible(owners),
      form: anyForm(random, odd),
    } satisfies Record<string, Told>;
    const contactKey = contact === null ? noKey(random) : { wire: contact.truth.id, shown: contact.truth.id };
    const person = isObject(owner.shown) ? String(owner.shown['name']) : '';
    const files = random.chance(0.2)
      ? [
          { name: 'a.pdf', url: 'https://files.example/a.pdf' },
          { name: 'b.pdf', url: random.chance(odd) ? 'javascript:alert(1)' : 'https://files.example/b.pdf' },
        ]
      : [];
    const eventMs = createdMs + 60_000;
    const row: WireRow = {
      wolkvox_id: id,
      idCase: told.sequence.wire,
      idPrefijo: caseNumber,
      prefix,
      caseType: type,
      status: { value, name: status },
      priority: { value: told.minutes.wire, name: priority },
      owner: { id: owner.id, name: `${person} - ${owner.user ?? ''}`, mail: owner.user, level: null },
      responsible: told.responsible.wire,
      groupsOwner: [],
      ...(contact === null ? {} : { contact: contact.name, nameContact: contact.name }),
      contactId: contactKey.wire,
      ...(contact !== null && shape.carriesContact
        ? {
            contactIdentification: contact.identification.wire,
            contactEmail: contact.email,
            contactTel: contact.phone.wire,
          }
        : {}),
      ...(company === null
        ? { companyId: '' }
        : { companyId: `c0${company}`, companyName: `Empresa ${company}`, companyIdentification: `90010${company}` }),
      description_case: told.description.wire,
      form: told.form.wire,
      files,
      history: [{ date: slashed(clock.show(eventMs)), type: 'note', user: 'ana', message: `Añadió la nota: ${index}` }],
      timeEstimated: told.due.wire,
      closeDate: told.closed.wire,
      reOpened: told.reopened.wire,
      caseExpired: shape.carriesSolution === 'never' ? undefined : expired,
      case_dependent: 'independent',
      solution: this.#carried(solution),
      reason: this.#carried(reason),
      wolkvox_fecha_creacion: told.created.wire,
      wolkvox_usuario_creacion: 'API@demo',
      wolkvox_fecha_modificacion: told.updated.wire,
      wolkvox_origen: null,
    };
    const isCarried = shape.carriesSolution !== 'never';
    const carriesContact = shape.carriesContact || contact === null;
    const responsible = isObject(told.responsible.shown) ? told.responsible.shown : null;
    const known: Record<string, readonly string[]> = {
      id: [id],
      caseNumber: [caseNumber],
      prefix: [prefix],
      type: [type],
      status: [status],
      condition: [condition],
      priority: [priority],
      contactId: contact === null ? [] : [contact.truth.id],
      contactName: contact === null ? [] : [contact.name],
      companyId: company === null ? [] : [`c0${company}`],
      companyName: company === null ? [] : [`Empresa ${company}`],
      ownerId: [owner.id],
      ownerUser: textsOf(owner.user),
      ownerName: [person, `${person} - ${owner.user ?? ''}`],
      responsibleId: textsOf(responsible?.['id']),
      responsibleUser: textsOf(responsible?.['user']),
      responsibleName: textsOf(responsible?.['name']),
      isReopened: [String(reopened)],
      description: textsOf(told.description.shown),
    };
    const apart: Record<string, readonly string[]> = {
      contactEmail: contact === null ? [] : [contact.email],
      contactIdentification: contact === null ? [] : textsOf(wireText(contact.identification.wire)),
      contactPhone: contact === null ? [] : phoneTexts(contact.phone.shown),
      solution: textsOf(solution),
      reason: textsOf(reason),
      isExpired: [String(expired)],
    };
    const toldApart = Object.entries(apart).filter(([field]) =>
      field.startsWith('contact') ? carriesContact : isCarried,
    );
    return {
      id,
      row,
      shown: {
        id,
        caseNumber,
        sequence: told.sequence.shown,
        prefix,
        type: { name: type, kind },
        status: { name: status, condition },
        priority: { name: priority, resolutionMinutes: told.minutes.shown },
        description: told.description.shown,
        solution: isCarried ? solution : null,
        reason: isCarried ? reason : null,
        isReopened: told.reopened.shown,
        dueAt: told.due.shown,
        createdAt: told.created.shown,
        createdBy: 'API@demo',
        updatedAt: told.updated.shown,
        closedAt: told.closed.shown,
        dependency: 'independent',
        contact:
          contact === null
            ? null
            : {
                id: contact.truth.id,
                name: contact.name,
                email: orNull(contact.email, shape.carriesContact),
                identification: orNull(contact.identification.shown, shape.carriesContact),
                phone: orNull(contact.phone.shown, shape.carriesContact),
              },
        company:
          company === null
            ? null
            : { id: `c0${company}`, name: `Empresa ${company}`, identification: `90010${company}` },
        owner: owner.shown,
        responsible: told.responsible.shown,
        ownerGroups: [],
        history: [
          {
            at: new Date(clock.firstShowing(eventMs)).toISOString(),
            user: 'ana',
            tag: 'note',
            message: `Añadió la nota: ${index}`,
          },
        ],
        files: files.map(({ name, url }) => ({ name, url: url.startsWith('https') ? url : null })),
        customFields: told.form.shown,
      },
      stored: { ...known, ...apart, sequence: [sequence] },
      told: { ...known, ...Object.fromEntries(toldApart), sequence: textsOf(told.sequence.shown) },
      times: {
        createdAt: millisecondsOf(told.created.shown),
        updatedAt: millisecondsOf(told.updated.shown),
        closedAt: millisecondsOf(told.closed.shown),
      },
      createdWall: told.created.shown === null ? null : clock.show(createdMs),
      modifiedWall: typeof told.updated.wire === 'string' && told.updated.wire !== '' ? told.updated.wire.trim() : null,
      hasUnreadable:
        Object.values<Told>(told).some(({ isUnreadable }) => isUnreadable === true) ||
        files.some(({ url }) => !url.startsWith('https')),
      addedAtMs,
    };
  }

  activity(
    index: number,
    subject: { readonly module: string; readonly id: string },
    owners: readonly OwnerTruth[],
  ): Truth {
    const { random, clock } = this;
    const createdMs = beginningMs + index * 3_600_000;
    const id = this.#id(createdMs, 70_000 + index);
    const [type, kind] = random.pick([
      ['call', 'CALL'],
      ['task', 'TASK'],
      ['meet', 'MEETING'],
    ] as const);
    const due = instant(clock, createdMs + 86_400_000, random, this.#odd);
    const remembers = random.chance(0.5);
    const priority = random.pick(['high', 'normal', 'low']);
    const owner = random.pick(owners);
    const row: WireRow = {
      wolkvox_id: id,
      type,
      status: 'created',
      name: `Tarea ${index}`,
      priority,
      name_module: subject.module,
      id_record: subject.id,
      completion_date: due.wire,
      remember: remembers,
      reminder_date: remembers ? due.wire : '',
      description: '',
      participants: type === 'meet' ? { type: 'participant', value: [owner.user] } : undefined,
      wolkvox_owner: { user: owner.user, nombre: 'Ana', id: owner.id, email: owner.user },
      wolkvox_fecha_creacion: clock.show(createdMs),
    };
    return {
      ...plainTruth(id, row, { id: [id], subjectId: [subject.id] }, clock.show(createdMs)),
      shown: {
        id,
        kind,
        name: `Tarea ${index}`,
        status: 'created',
        priority: priority.toUpperCase(),
        description: null,
        dueAt: due.shown,
        remindAt: remembers ? due.shown : null,
        participants: type === 'meet' ? [owner.user] : [],
        createdAt: new Date(clock.firstShowing(createdMs)).toISOString(),
      },
    };
  }

  gestion(index: number, contact: ContactMade): Truth {
    const { random, clock } = this;
    const atMs = beginningMs + index * 7_200_000;
    const id = this.#id(atMs, 90_000 + index);
    const [date = '', time = ''] = clock.show(atMs).split(' ');
    const code = random.pick(['PP', 'NC', 'VM']);
    const customer = contact.identification;
    const row: WireRow = {
      wolkvox_id: id,
      ...(random.chance(0.5)
        ? { tipifycation_code: code, tipifycation_desc: `Código ${code}` }
        : { tipification_code: code, tipification_description: `Código ${code}` }),
      module: 'collections',
      customer_id: customer.wire,
      wolkvox_idRecord: `dd${index}`,
      client_name: 'Ana',
      client_lastname: 'Muñoz',
      agent_id: `20${index % 3}`,
      agent_name: 'Luz',
      obligation: `OB-${index % 4}`,
      date,
      time,
      campaign_id: `C${index % 2}`,
      wolkvox_owner: [],
      wolkvox_origen: null,
    };
    const occurredMs = clock.firstShowing(atMs);
    const texts = {
      id: [id],
      customerId: textsOf(wireText(customer.wire)),
      obligation: [`OB-${index % 4}`],
      recordId: [`dd${index}`],
      typificationCode: [code],
      agentId: [`20${index % 3}`],
      campaignId: [`C${index % 2}`],
    };
    return {
      ...plainTruth(id, row, texts, clock.show(atMs)),
      times: { occurredAt: occurredMs },
      shown: {
        id,
        recordId: `dd${index}`,
        typificationCode: code,
        typification: `Código ${code}`,
        obligation: `OB-${index % 4}`,
        customerId: typeof customer.shown === 'string' || customer.shown instanceof OneOf ? customer.shown : anything,
        customerName: 'Ana Muñoz',
        agentId: `20${index % 3}`,
        agentName: 'Luz',
        campaignId: `C${index % 2}`,
        occurredAt: new Date(occurredMs).toISOString(),
      },
    };
  }

  #id(createdMs: number, index: number): string {
    const second = Math.floor(createdMs / 1000)
      .toString(16)
      .padStart(8, '0');
    const number = index.toString(16).padStart(16, '0');
    if (this.shape.idsTellTime) return second + number;
    // Nothing about the time, and no order: the bits of the number turned round.
    return (Math.imul(index + 1, 2_654_435_761) >>> 0).toString(16).padStart(8, '0') + number;
  }

  #description(index: number): string {
    const { random, shape } = this;
    const text = random.pick(['No funciona', '<p>Está dañado</p>', 'Pide información']) + ` ${index}`;
    const isLarge = shape.rowKilobytes > 0 && (shape.rowKilobytes < 20 || random.chance(0.3));
    return isLarge ? text + ' lorem/ipsum'.repeat((shape.rowKilobytes * 1024) / 13) : text;
  }

  #responsible(owners: readonly OwnerTruth[]): Told {
    const { random } = this;
    if (random.chance(0.15)) return { wire: random.pick([false, null, '', []]), shown: null };
    if (random.chance(0.15)) {
      const shown = { id: '6210563214270001', user: null, name: 'Soporte', email: null, isGroup: true };
      return { wire: { id: shown.id, name: shown.name, mail: '', group: { name: 'Soporte' } }, shown };
    }
    const owner = random.pick(owners, true);
    const name = isObject(owner.shown) ? owner.shown['name'] : null;
    return {
      wire: {
        id: owner.id,
        name: `${String(name)} - ${owner.user ?? ''}`,
        user: owner.user,
        mail: owner.user,
        group: false,
      },
      shown: { ...owner.shown, isGroup: false },
    };
  }

  #carried(text: string | null): string | undefined {
    if (this.shape.carriesSolution === 'never') return undefined;
    return text ?? (this.shape.carriesSolution === 'always' ? '' : undefined);
  }
}

/** Digits of which JSON's exponent keeps sixteen: nobody knows the others. */
function inexact(sequence: string): Told {
  const [first = '', ...rest] = sequence.slice(0, 16);
  return { wire: new LongNumber(`${first}.${rest.join('')}e+16`), shown: null, isUnreadable: true };
}

function plainTruth(id: string, row: WireRow, texts: Truth['stored'], createdWall: string): Omit<Truth, 'shown'> {
  return {
    id,
    row,
    stored: texts,
    told: texts,
    times: {},
    createdWall,
    modifiedWall: null,
    hasUnreadable: false,
    addedAtMs: -Infinity,
  };
}

function wireText(wire: unknown): string {
  if (wire instanceof LongNumber) return wire.digits;
  return typeof wire === 'string' ? wire : '';
}

function textsOf(value: unknown): readonly string[] {
  return typeof value === 'string' && value.trim() !== '' ? [value] : [];
}

function phoneTexts(shown: unknown): readonly string[] {
  if (!isObject(shown) || typeof shown['value'] !== 'string') return [];
  const code = typeof shown['code'] === 'string' ? shown['code'] : '';
  return [shown['value'], code + shown['value']];
}

function orNull(value: unknown, isCertain: boolean): unknown {
  return isCertain ? value : new OneOf(null, value);
}

function slashed(wall: string): string {
  return wall.replaceAll('-', '/');
}

function millisecondsOf(shown: unknown): number | null {
  return typeof shown === 'string' ? Date.parse(shown) : null;
}
