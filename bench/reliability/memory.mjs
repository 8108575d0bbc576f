import { clearInterval, setInterval } from 'node:timers';
import { Rig, round } from './Rig.mjs';

const megabyte = 1024 ** 2;
const bodies = [
  { name: '8 MB of good JSON', fault: { type: 'huge', bytes: 8 * megabyte } },
  { name: 'gzip that unpacks to 64 MB', fault: { type: 'gzipBomb', bytes: 64 * megabyte } },
  { name: 'a body without an end', fault: { type: 'endless' } },
];
const times = 20;

/** How far the subgraph's memory rises, at its highest, while the CRM sends far too much, 20 times in a row. */
export async function measureMemory() {
  const rig = await Rig.start();
  const rows = [];
  try {
    for (let nth = 0; nth < 300; nth += 1) await rig.ask(nth);
    for (const { name, fault } of bodies) {
      const before = rig.residentMegabytes();
      let highest = before;
      const timer = setInterval(() => {
        highest = Math.max(highest, rig.residentMegabytes());
      }, 2);
      await rig.setFaults([{ times: null, fault }]);
      /** @type {Set<string>} */
      const codes = new Set();
      for (let nth = 0; nth < times; nth += 1) for (const code of (await rig.ask(nth)).codes) codes.add(code);
      clearInterval(timer);
      await rig.setFaults([]);
      rows.push({ body: name, times, codes: [...codes].join(), 'RSS + MB': round(highest - before) });
    }
  } finally {
    await rig.stop();
  }
  return rows;
}
