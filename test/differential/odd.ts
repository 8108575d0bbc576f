import { LongNumber } from './phpJson.js';
import type { Random } from './Random.js';
import type { TenantClock } from './TenantClock.js';

/** A value as the CRM sends it, and as the graph has to show it. */
export interface Told {
  readonly wire: unknown;
  readonly shown: unknown;
  /** Whether a list that has it must say FIELD_UNREADABLE. */
  readonly isUnreadable?: boolean;
}

const nothings = [null, '', '  ', false, []] as const;
const wordsForNothing = ['N/A', 'null', 'none', 'n/a', 'NONE'] as const;
const telephones: readonly Told[] = [
  phone('COLOMBIA', '57', '3001234567', '+573001234567'),
  phone('CO', '+57', '3109876543', '+573109876543'),
  phone('', '', '+573001112233', '+573001112233'),
  phone('CO', '57', '573001234567', '+573001234567'),
  phone('CHILE', '56', '12345678', null),
  phone('CHILE', '56', '912345678', '+56912345678'),
  phone('US', '1', '2025550123', '+12025550123'),
  phone('COLOMBIA', '57', '123', null),
  { wire: '+573001234567', shown: { country: null, code: null, value: '+573001234567', e164: '+573001234567' } },
  { wire: 'no tiene', shown: { country: null, code: null, value: 'no tiene', e164: null } },
  ...nothings.map((wire) => ({ wire, shown: null })),
];

function phone(country: string, code: string, value: string, e164: string | null): Told {
  const shown = { country: country || null, code: code || null, value, e164 };
  return { wire: { country, code, value }, shown };
}

/** A telephone number in one of the forms that tenants have. */
export function anyPhone(random: Random): Told {
  return random.pick(telephones, true);
}

/** Nobody's id or number: one of the ways to say that there is none. */
export function noKey(random: Random): Told {
  return { wire: random.chance(0.5) ? random.pick(nothings) : random.pick(wordsForNothing), shown: null };
}

/** A text that is not there. */
export function noText(random: Random): Told {
  return { wire: random.pick(nothings), shown: null };
}

/** A time on the tenant's clock, in one of the forms that the vendor writes. */
export function instant(clock: TenantClock, atMs: number, random: Random, oddness: number): Told {
  const wall = clock.show(atMs);
  const shown = new Date(clock.firstShowing(atMs)).toISOString();
  if (!random.chance(oddness)) return { wire: wall, shown };
  const [date = '', time = ''] = wall.split(' ');
  const [year = '', month = '', day = ''] = date.split('-');
  const [hour = '', minute = '', second = ''] = time.split(':');
  const [shortHour, shortMinute, shortSecond] = [Number(hour), Number(minute), Number(second)];
  return random.pick<Told>([
    { wire: `${year}/${Number(month)}/${Number(day)} ${shortHour}:${shortMinute}:${shortSecond}`, shown },
    { wire: `${day}-${month}-${year} ${time}`, shown },
    { wire: ` ${wall} `, shown },
    { wire: new Date(atMs).toISOString(), shown: new Date(atMs).toISOString() },
  ]);
}

/** A time that is none, or that no calendar has. */
export function noInstant(random: Random): Told {
  return random.pick<Told>([
    { wire: '', shown: null },
    { wire: '0000-00-00 00:00:00', shown: null },
    { wire: null, shown: null },
    { wire: 'N/A', shown: null },
    { wire: '2024-02-30 10:00:00', shown: null, isUnreadable: true },
    { wire: '2024-02-31T10:00:00Z', shown: null, isUnreadable: true },
    { wire: '2023-02-29T10:00:00-05:00', shown: null, isUnreadable: true },
    { wire: '2024-13-01 10:00:00', shown: null, isUnreadable: true },
    { wire: '2024-05-05 25:00:00', shown: null, isUnreadable: true },
    { wire: 'mañana', shown: null, isUnreadable: true },
    { wire: { at: 'noon' }, shown: null, isUnreadable: true },
  ]);
}

/** A truth value in one of PHP's forms. */
export function flag(value: boolean, random: Random, oddness: number): Told {
  if (!random.chance(oddness)) return { wire: value, shown: value };
  return { wire: random.pick(value ? ['true', '1', 'SI', 1] : ['false', '0', 'NO', 0]), shown: value };
}

/** Digits as text, or as a JSON number, whatever its length. */
export function digits(text: string, asNumber: boolean): unknown {
  return asNumber && /^[1-9]\d*$/.test(text) ? new LongNumber(text) : text;
}

/** The form of a tenant's own fields, with labels and values kept as they are. */
export function anyForm(random: Random, oddness: number): Told {
  const wire: Record<string, unknown> = {};
  const shown: { label: string; text: string | null; value: unknown }[] = [];
  const add = (label: string, value: unknown, text: string | null): void => {
    wire[label] = value;
    shown.push({ label, text, value });
  };
  if (random.chance(0.7)) add('Ciudad ', random.pick(['Bogotá', 'Cali ', '']), null);
  if (random.chance(0.5)) add('Valor', random.pick(['1500', 'N/A', 'null']), null);
  if (random.chance(oddness)) add('Moneda', { value: '1750905', symbol: 'COP' }, '1750905');
  if (random.chance(oddness)) add('__proto', true, 'true');
  for (const field of shown)
    if (field.text === null && typeof field.value === 'string') field.text = field.value || null;
  return shown.length === 0 ? { wire: random.pick([[], {}, '', null]), shown: [] } : { wire, shown };
}
