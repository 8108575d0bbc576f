/**
 * What it costs to decode a page of cases: CPU time for one page, and over the time that JSON.parse alone takes for it.
 * `npm run build && node bench/decoding.mjs`
 */
import { parseJson } from '../dist/wolkvox/decoding/parseJson.js';
import { mapCase } from '../dist/wolkvox/records/case.js';
import { mapPage } from '../dist/wolkvox/records/mapPage.js';
import { TenantZone } from '../dist/wolkvox/TenantZone.js';

const zone = new TenantZone('America/Bogota');
const onUnreadable = () => undefined;
const few = ['caseNumber', 'type', 'status', 'createdAt'];
const usual = [
  ...['caseNumber', 'sequence', 'prefix', 'type', 'status', 'priority', 'description', 'isReopened', 'dueAt'],
  ...['createdAt', 'createdBy', 'updatedAt', 'closedAt', 'contact', 'company', 'owner', 'responsible'],
];
const all = [...usual, ...['updatedBy', 'dependency', 'ownerGroups', 'history', 'files', 'customFields', 'isExpired']];

/** @param {number} nth */
function row(nth) {
  const number = String(24521105632142745n + BigInt(nth));
  const person = {
    id: `17000000000000${nth % 90}`,
    name: `Agente ${nth} - agent_${nth}@demo`,
    mail: `agent_${nth}@demo`,
  };
  return {
    wolkvox_id: (0x64cb0d9d + nth).toString(16) + '5f2b8a0012345678',
    idCase: number,
    idPrefijo: `PET-${number}`,
    prefix: 'PET',
    caseType: 'Request',
    status: { value: 'open', name: 'Abierto' },
    priority: { value: 30, name: 'Media' },
    owner: person,
    responsible: { ...person, group: false },
    groupsOwner: [],
    contact: `Marta Ruiz ${nth} - marta${nth}@example.com`,
    nameContact: `Marta Ruiz ${nth}`,
    contactId: '64cb0d9d5f2b8a0087654321',
    contactIdentification: String(1_020_304_050 + nth),
    contactEmail: `marta${nth}@example.com`,
    contactTel: { type: 'telephone', country: 'COLOMBIA', code: '57', value: String(3_001_234_567 + nth) },
    companyId: '64cb0d9d5f2b8a0011112222',
    companyName: 'Ferretería El Tornillo',
    companyIdentification: '900123456',
    description_case: '<p>El equipo no <b>prende</b> desde el martes; ya se probó con otro cargador.</p>'.repeat(3),
    reOpened: false,
    timeEstimated: '2024-05-21 11:26:32',
    wolkvox_fecha_creacion: `2024-05-21 10:56:${String(nth % 60).padStart(2, '0')}`,
    wolkvox_usuario_creacion: 'API@demo',
    wolkvox_fecha_modificacion: '2024-05-22 08:00:00',
    wolkvox_usuario_modificacion: 'agent_7@demo',
    closeDate: '',
    case_dependent: 'independent',
    history: Array.from({ length: 4 }, (_, step) => ({
      date: `2024/5/2${step} 10:1:${step}`,
      user: person,
      tag: 'note',
      message: `Paso ${step} del caso ${nth}`,
    })),
    files: [{ name: 'factura.pdf', url: 'https://files.example.org/factura.pdf' }],
    form: { 'Nivel académico ': 'Bachiller ', Asunto: 'Garantía', Ciudad: 'Bogotá', Valor: nth, Fecha: '2024-05-21' },
  };
}

/**
 * Milliseconds of CPU for one turn, the best of several rounds.
 *
 * @param {() => unknown} turn
 */
function cost(turn) {
  for (let warm = 0; warm < 60; warm += 1) turn();
  let best = Infinity;
  for (let round = 0; round < 12; round += 1) {
    const before = process.cpuUsage();
    for (let turns = 0; turns < 25; turns += 1) turn();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 25 / 1000);
  }
  return best;
}

/**
 * @param {string} text
 * @param {readonly string[]} fields
 */
function decode(text, fields) {
  const parsed = parseJson(text);
  if (parsed.kind !== 'parsed') throw new Error(parsed.kind);
  const { data } = /** @type {{ data: unknown[] }} */ (parsed.value);
  const { rows } = mapPage(data, { map: mapCase, limit: 250, zone, onUnreadable });
  let read = 0;
  for (const each of rows) for (const field of fields) if (Reflect.get(each ?? {}, field) !== undefined) read += 1;
  return read;
}

for (const length of [100, 250]) {
  const data = Array.from({ length }, (_, nth) => row(nth));
  // As PHP writes it: every accent an escape.
  const text = JSON.stringify({ code: '200', error: 'null', msg: '', data }).replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const bare = cost(() => JSON.parse(text));
  const line = {
    rows: length,
    kilobytes: Math.round(text.length / 1024),
    'JSON.parse ms': round(bare),
    'exact JSON': ratio(cost(() => parseJson(text))),
    '+ 4 fields': ratio(cost(() => decode(text, few))),
    '+ 17 fields': ratio(cost(() => decode(text, usual))),
    '+ all fields': ratio(cost(() => decode(text, all))),
  };
  console.log(JSON.stringify(line));

  /** @param {number} ms */
  function ratio(ms) {
    return `${round(ms)} ms, ${(ms / bare).toFixed(2)} ×`;
  }
}

/** @param {number} ms */
function round(ms) {
  return Math.round(ms * 100) / 100;
}
