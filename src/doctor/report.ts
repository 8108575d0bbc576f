import type { Language } from '../cli/language.js';
import { type Finding, type FindingId, type FindingStatus, notReached, type Sentence } from './Finding.js';
import { profileOf } from './profileOf.js';

const marks: Readonly<Record<FindingStatus, string>> = { ok: '✓', warn: '!', fail: '✗', unknown: '?' };

const labels: Readonly<Record<FindingId, Sentence>> = {
  baseUrl: { es: 'dirección', en: 'address' },
  host: { es: 'servidor', en: 'host' },
  tls: { es: 'certificado', en: 'certificate' },
  firewall: { es: 'cortafuegos', en: 'firewall' },
  operation: { es: 'tenant', en: 'tenant' },
  token: { es: 'token', en: 'token' },
  quota: { es: 'cuota', en: 'quota' },
  clock: { es: 'reloj', en: 'clock' },
  timeZone: { es: 'zona horaria', en: 'time zone' },
  rowOrder: { es: 'orden de filas', en: 'row order' },
  pageLength: { es: 'largo de página', en: 'page length' },
  totals: { es: 'totales', en: 'totals' },
  pastTheEnd: { es: 'tras el final', en: 'past the end' },
  matching: { es: 'comparación', en: 'matching' },
  datesListBy: { es: 'listas por fecha', en: 'lists by date' },
  dateEnds: { es: 'último minuto', en: 'last minute' },
  activitiesReadable: { es: 'actividades', en: 'activities' },
  rowsCarry: { es: 'campos en filas', en: 'fields in rows' },
  statusConditions: { es: 'estados', en: 'statuses' },
  vocabulary: { es: 'vocabulario', en: 'vocabulary' },
  duplicates: { es: 'duplicados', en: 'duplicates' },
  simultaneousCalls: { es: 'simultáneas', en: 'simultaneous' },
  uniqueMarker: { es: 'marca', en: 'marker' },
};

const say = {
  title: { es: 'Revisión del tenant de Wolkvox CRM', en: 'Examination of the Wolkvox CRM tenant' },
  calls: { es: 'llamadas gastadas', en: 'calls spent' },
  rest: { es: 'sin llegar a', en: 'not reached' },
  good: { es: 'Nada impide empezar.', en: 'Nothing stands in the way.' },
  bad: { es: 'Corrija lo marcado con ✗ antes de empezar.', en: 'Mend what is marked ✗ before you start.' },
  settings: { es: 'Ajustes para copiar:', en: 'Settings to copy:' },
  words: { es: 'Palabras del tenant:', en: 'Words of the tenant:' },
  types: { es: 'tipos', en: 'types' },
  statuses: { es: 'estados', en: 'statuses' },
  priorities: { es: 'prioridades', en: 'priorities' },
  fields: { es: 'campos propios', en: 'custom fields' },
} as const satisfies Readonly<Record<string, Sentence>>;

const width = 80;
const labelWidth = 19;
/** Names are cut to so many characters, which leaves room for a status's condition on the same line. */
const longestName = 48;

/** A text in lines no longer than `columns`, broken between words. */
function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Lines under a label, with what follows the first indented to stand below it. */
function block(label: string, text: string, indent = labelWidth): string {
  return wrap(text, width - indent)
    .map((line, index) => `${index === 0 ? label.padEnd(indent) : ' '.repeat(indent)}${line}`)
    .join('\n');
}

/** What the examination found, for a terminal of 80 columns. */
export function renderReport(findings: readonly Finding[], calls: number, language: Language): string {
  const reached = findings.filter(({ seen }) => seen !== notReached);
  const others = findings.filter(({ seen }) => seen === notReached).map(({ id }) => labels[id][language]);
  const lines = reached.map((each) => {
    const head = block(`${marks[each.status]} ${labels[each.id][language]}`, each.seen[language]);
    return each.do === null
      ? head
      : `${head}\n${block(`${' '.repeat(labelWidth)}→ `, each.do[language], labelWidth + 2)}`;
  });
  const isBad = findings.some(({ status }) => status === 'fail');
  return [
    `${say.title[language]} · ${say.calls[language]}: ${String(calls)}`,
    '',
    ...lines,
    ...(others.length === 0 ? [] : [block(`? ${say.rest[language]}`, others.join(', '))]),
    '',
    ...wordsOf(findings, language),
    ...settingsOf(findings, language),
    isBad ? say.bad[language] : say.good[language],
  ].join('\n');
}

function wordsOf(findings: readonly Finding[], language: Language): string[] {
  const value = findings.find(({ id }) => id === 'vocabulary')?.value;
  if (typeof value !== 'object' || value === null) return [];
  const list = (name: string): string => {
    const entries: unknown = Reflect.get(value, name);
    if (!Array.isArray(entries)) return '';
    return entries.map((entry: unknown) => nameOf(entry)).join(', ');
  };
  const rows = [
    [say.types[language], list('caseTypes')],
    [say.statuses[language], list('statuses')],
    [say.priorities[language], list('priorities')],
    [say.fields[language], list('customLabels')],
  ] as const;
  return [say.words[language], ...rows.map(([label, text]) => block(`  ${label}`, text === '' ? '—' : text)), ''];
}

function nameOf(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return onTerminal(String(entry));
  const { name, condition } = entry as { readonly name?: unknown; readonly condition?: unknown };
  return `${onTerminal(String(name))} (${String(condition)})`;
}

/** A name that somebody typed into the CRM: it may be longer than a line, and hold what a terminal obeys. */
function onTerminal(name: string): string {
  const characters = Array.from(name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' '));
  return characters.length <= longestName ? characters.join('') : `${characters.slice(0, longestName - 1).join('')}…`;
}

function settingsOf(findings: readonly Finding[], language: Language): string[] {
  const valueOf = (id: FindingId, ...statuses: readonly FindingStatus[]): unknown => {
    const found = findings.find((each) => each.id === id);
    return found !== undefined && statuses.includes(found.status) ? found.value : null;
  };
  const lines: [string, unknown][] = [
    ['WOLKVOX_BASE_URL', valueOf('baseUrl', 'fail')],
    ['WOLKVOX_TIME_ZONE', valueOf('timeZone', 'ok', 'fail')],
    ['WOLKVOX_CONCURRENCY', valueOf('simultaneousCalls', 'warn')],
    ['WOLKVOX_ACTIVITIES_READABLE', valueOf('activitiesReadable', 'warn', 'ok') === false ? 'false' : null],
  ];
  const settings = lines.filter(([, value]) => value !== null).map(([name, value]) => `  ${name}=${String(value)}`);
  return settings.length === 0 ? [] : [say.settings[language], ...settings, ''];
}

/** The same for programs: one JSON document. */
export function toJson(findings: readonly Finding[], calls: number, language: Language): string {
  return JSON.stringify({
    version: 1,
    calls,
    findings: findings.map(({ id, status, seen, do: remedy, value }) => ({
      id,
      status,
      seen: seen[language],
      do: remedy?.[language] ?? null,
      value,
    })),
    profile: profileOf(findings),
  });
}
