/** A small repeatable source of chance (xorshift). @param {number} seed */
function createChance(seed) {
  let state = seed | 1;
  return (/** @type {number} */ below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const row = {
  wolkvox_id: '677d263f3c6ef3620100019d',
  idPrefijo: 'REC-25107080359123457',
  idCase: '25107080359123457',
  status: { value: 'open', name: 'Abierto' },
  priority: { value: '30', name: 'Alta' },
  history: [{ date: '2025/1/7 8:3:59', message: 'x', user: 'agent_1@demo' }],
  form: { Canal: 'Web' },
  owner: { id: '1', name: 'Ada', mail: 'ada@demo' },
  contactTel: { country: 'CO', code: '+57', value: '9005550000' },
  wolkvox_fecha_creacion: '2025-01-07 08:03:59',
};
const envelope = (/** @type {unknown} */ data) => ({
  code: '200',
  error: 'null',
  msg: '1 records were are found',
  data,
});

/**
 * Values that do not belong where they are put.
 *
 * @type {readonly unknown[]}
 */
const oddities = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  '',
  ' ',
  'null',
  '\u0000',
  '\uD800',
  [],
  [[]],
  {},
  { a: {} },
  [null],
  ['x', 7, {}],
  { __proto__x: 1, constructor: { prototype: { polluted: true } } },
  '9'.repeat(400),
  'x'.repeat(100_000),
  '0000-00-00 00:00:00',
  '2025-02-30 99:99:99',
  '<script>alert(1)</script>',
];

/** Texts that are no answer at all. */
const texts = [
  '',
  ' ',
  'null',
  'true',
  '0',
  '"text"',
  '[]',
  '{}',
  '[[]]',
  '{"code":"200"}',
  '{"data":[]}',
  '{"code":"200","data":"none"}',
  '{"code":"200","error":"null","data":[1,"a",null,[],{}]}',
  '{"code":{},"error":[],"msg":{},"data":{}}',
  '{"code":"200","data":[{"wolkvox_id":1e999}]}',
  '{"code":"200","data":[{"wolkvox_id":-1e999}]}',
  '{"code":"200","data":[{"wolkvox_id":99999999999999999999999}]}',
  '{"__proto__":{"code":"200"},"data":[]}',
  '{"code":"200","data":[{"__proto__":{"wolkvox_id":"1"}}]}',
  '\uFEFF{"code":"200","data":[]}',
  '<br />\n<b>Warning</b>: odd in <b>/x.php</b> on line 3<br />{"code":"200","data":[]}',
  'Warning: odd in /x.php on line 3\n{"code":"200","data":[]}',
  '<!DOCTYPE html><html><body>Just a moment</body></html>',
  "{'code':'200','data':[]}",
  '{"code":"200","data":[],}',
  '{"code":"200","data":[NaN,Infinity]}',
  '{"code":"200","data":[]}{"code":"200","data":[]}',
  '{"code":"200","data":[]} trailing',
  '['.repeat(100_000),
  `${'['.repeat(60)}1${']'.repeat(60)}`,
  `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  `{"code":"200","data":[${'{},'.repeat(20_000)}{}]}`,
  `{"code":"200","data":[{"wolkvox_id":"1","form":{${Array.from({ length: 5_000 }, (_, n) => `"k${n}":${n}`).join(',')}}}]}`,
  `"${'\\u0000'.repeat(10_000)}"`,
  `{"code":"200","msg":"${'a'.repeat(500_000)}","data":[]}`,
  `${'-'.repeat(200_000)}`,
  `${'1'.repeat(200_000)}`,
  '{"code":"999","error":"?","msg":"?"}',
  '{"code":-200,"error":"null","data":[]}',
];

/**
 * Bodies that no client should meet, at least 600 of them and always the same: texts that are no answer, records with
 * values of every wrong kind in every place, and JSON that was damaged by chance.
 *
 * @returns {readonly { readonly status: number, readonly base64: string }[]}
 */
export function hostileBodies() {
  const chance = createChance(20_261_121);
  /** @type {{ status: number, base64: string }[]} */
  const bodies = [];
  const add = (/** @type {string | Buffer} */ content, status = 200) =>
    bodies.push({ status, base64: Buffer.from(content).toString('base64') });

  for (const text of texts) {
    add(text);
    add(text, 403);
    add(text, 404);
  }
  for (const key of Object.keys(row))
    for (const odd of oddities) add(JSON.stringify(envelope([{ ...row, [key]: odd }])));
  for (const key of ['code', 'error', 'msg', 'data', 'Total records'])
    for (const odd of oddities) add(JSON.stringify({ ...envelope([row]), [key]: odd }));
  const whole = Buffer.from(JSON.stringify(envelope([row, row])));
  for (let nth = 0; nth < 200; nth += 1) {
    const damaged = Buffer.from(whole);
    const times = 1 + chance(4);
    for (let time = 0; time < times; time += 1) damaged[chance(damaged.length)] = chance(256);
    add(nth % 3 === 0 ? damaged.subarray(0, chance(damaged.length)) : damaged);
  }
  return bodies;
}
