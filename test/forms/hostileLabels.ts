const words = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'toJSON',
  'id',
];
const graphql = ['query', 'mutation', 'subscription', 'fragment', 'on', 'type', 'true', 'false', 'null', '__typename'];
const federation = ['_entities', '_service', '__schema', '_Any', 'extend', 'union', 'input', 'enum', 'interface'];
const empty = ['', ' ', '\t', '\u00a0', '\u200b', '-', '...', '¿?', '""', '"""'];
const marks = [
  '🙏',
  '🙏🙏',
  '👨‍👩‍👧',
  '🇨🇴',
  '\u202ederecha',
  'e\u0301',
  'é',
  'É',
  '\u0301',
  'ﬁn',
  'ſ',
  'K',
  '日本',
  'имя',
  'اسم',
];
const numbers = ['2024', '2024 ', ' 2024', '2024.', '0', '00', '1a', '1 a', '٣', '½', '²', '1e5', '-1', '+57'];
const alike = [
  'Monto',
  'monto',
  'MONTO',
  'Monto ',
  ' Monto',
  'mónto',
  'Mon-to',
  'mon to',
  'Mon_to',
  'monto2',
  'monto 2',
];
const broken = [
  '\ud800',
  'a\udc00b',
  'a\u0000b',
  'a\nb',
  'a\\b',
  'a"b',
  "a'b",
  'a`b',
  'a{b}',
  'a}b{',
  '# a',
  '$a',
  '@tag',
  '</a>',
];
const long = [
  'a'.repeat(300),
  'á'.repeat(300),
  '🙏'.repeat(300),
  'Uno dos '.repeat(40),
  `${'x'.repeat(299)}1`,
  '1'.repeat(300),
];
const named = [...words, ...graphql, ...federation, ...empty, ...marks, ...numbers, ...alike, ...broken, ...long];

/** 200 labels that a form can have and a name of GraphQL cannot. */
export const hostileLabels: readonly string[] = [
  ...named,
  ...Array.from(
    { length: 200 - named.length },
    (_, index) =>
      // Equal once accents and signs are off.
      `${['Número', 'NUMERO', 'número', 'Numero'][index % 4] ?? ''}${'.'.repeat(Math.floor(index / 4))} de guía`,
  ),
];
