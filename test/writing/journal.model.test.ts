import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InMemoryJournalStore } from '../../src/store/embedded/InMemoryJournalStore.js';
import type { WriteResult } from '../../src/writing/Writer.js';
import { settle } from '../support/FakeClock.js';
import type { Face } from './FakeCrm.js';
import { CrashableStore } from './CrashableStore.js';
import { WriterHarness } from './WriterHarness.js';
import { propertyRuns } from '../support/propertyRuns.js';

const keys = 4;
const graceMs = 8000;
const descriptionOf = (key: number): string => `Intent ${key}.`;

/** What the model knows: for each key, the id that a caller was once told. */
interface Model {
  readonly told: Map<number, string>;
}

/** The real thing: a harness whose processes can crash, with answers that may be held back. */
class World {
  readonly harness = new WriterHarness(new InMemoryJournalStore());
  readonly #asked: Promise<void>[] = [];
  readonly lies: string[] = [];
  #held: (() => void)[] = [];
  #store = new CrashableStore(this.harness.store);

  constructor() {
    this.start();
  }

  start(): void {
    this.#store = new CrashableStore(this.harness.store);
    this.harness.restart({ journal: this.#store }).start();
  }

  crashAfter(steps: number): void {
    this.#store.crashAfter(steps);
  }

  /** The process dies: what it waited for never comes, and its timers run for nobody. */
  kill(): void {
    this.#store.crashAfter(0);
    this.#held = [];
    this.start();
  }

  hold(): Promise<void> {
    return new Promise((resolve) => this.#held.push(resolve));
  }

  release(): void {
    for (const release of this.#held.splice(0)) release();
  }

  ask(model: Model, key: number): void {
    const answer = this.harness.createCase(`key-${key}`, descriptionOf(key)).then((result) => {
      this.check(model, key, result);
    });
    this.#asked.push(answer.catch((error: unknown) => void this.lies.push(`key ${key} failed: ${String(error)}`)));
  }

  /** Whoever is told that a case was written can find it, always the same one, and it is the one he meant. */
  check({ told }: Model, key: number, result: WriteResult): void {
    if (result.outcome !== 'APPLIED' && result.outcome !== 'REPLAYED') return;
    const row = this.harness.crm.cases.find(({ id }) => id === result.id);
    if (row?.description?.startsWith(descriptionOf(key)) !== true) this.lies.push(`key ${key}: phantom or swapped`);
    const before = told.get(key);
    if (before !== undefined && before !== result.id) this.lies.push(`key ${key}: ${before} became ${result.id}`);
    if (result.id !== null) told.set(key, result.id);
  }

  /** No intent may have two records, and what was told must still be there. */
  findDuplicates(): void {
    for (let key = 0; key < keys; key += 1) {
      const rows = this.harness.crm.cases.filter(({ description }) => description?.startsWith(descriptionOf(key)));
      if (rows.length > 1) this.lies.push(`key ${key}: ${rows.length} cases`);
    }
  }
}

type Command = fc.AsyncCommand<Model, World>;

/** Commands of this kind are possible at any time; what they do is checked by the world itself. */
function command(label: string, run: (model: Model, world: World) => void | Promise<void>): Command {
  return {
    check: () => true,
    run: async (model, world) => {
      await run(model, world);
      await settle();
      world.findDuplicates();
      expect(world.lies).toEqual([]);
    },
    toString: () => label,
  };
}

const says = fc.constantFrom<Face['says']>('nothing', 'nothing', 'nothing', 'blank', 'yes', 'refused', 'notSent');
const faces = fc
  .record({ commits: fc.boolean(), says, isHeld: fc.boolean(), commitsLate: fc.boolean() })
  // A refusal and a call that was not sent mean what they say; and a yes with an id is a record.
  .map((face) => ({ ...face, commits: face.says === 'yes' || (face.commits && isVague(face.says)) }))
  .map((face) => ({ ...face, commitsLate: face.commitsLate && face.commits && face.says === 'nothing' }));

function isVague(said: Face['says']): boolean {
  return said === 'blank' || said === 'nothing';
}

const commands = [
  fc.tuple(fc.nat(keys - 1), faces).map(([key, { isHeld, ...face }]) =>
    command(`ask ${key} ${JSON.stringify({ ...face, isHeld })}`, (model, world) => {
      world.harness.crm.faces.splice(0, Infinity, isHeld ? { ...face, until: world.hold() } : face);
      world.ask(model, key);
    }),
  ),
  fc.nat(keys - 1).map((key) =>
    command(`ask ${key} plainly`, (model, world) => {
      world.harness.crm.faces.splice(0);
      world.ask(model, key);
    }),
  ),
  fc.integer({ min: 1, max: 12_000 }).map((ms) =>
    command(`wait ${ms}`, async (_, world) => {
      world.harness.crm.commitLate();
      await world.harness.clock.advance(ms);
    }),
  ),
  fc.constant(
    command('answer what is held back', (_, world) => {
      world.release();
    }),
  ),
  fc.nat(6).map((steps) =>
    command(`crash after ${steps} steps`, (_, world) => {
      world.crashAfter(steps);
    }),
  ),
  fc.constant(
    command('kill and restart', (_, world) => {
      world.kill();
    }),
  ),
  fc.boolean().map((isUnreadable) =>
    command(isUnreadable ? 'break reads' : 'heal reads', (_, world) => {
      world.harness.crm.isUnreadable = isUnreadable;
    }),
  ),
  fc.constant(
    command('let hours pass', async (_, world) => {
      world.harness.crm.commitLate();
      // So few that even 25 times of it are within the retention: keys are forgotten after that, as everybody is told.
      await world.harness.clock.leap(2 * 3_600_000);
    }),
  ),
];

describe('the journal, whatever happens in whatever order', () => {
  test('never lets an intent be written twice, lost, swapped or told otherwise than it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 25, size: 'max' }), async (sequence) => {
        const world = new World();
        const model: Model = { told: new Map() };
        await fc.asyncModelRun(() => ({ model, real: world }), sequence);
        // Everything heals: within half a minute nothing is open, and each key gives its one record.
        world.release();
        world.kill();
        world.harness.crm.isUnreadable = false;
        world.harness.crm.faces.splice(0);
        world.harness.crm.commitLate();
        await world.harness.clock.advance(10_000 + graceMs + 12_000);
        expect(await world.harness.store.unsettledKeys()).toEqual([]);
        for (let key = 0; key < keys; key += 1) {
          const result = await world.harness.createCase(`key-${key}`, descriptionOf(key));
          expect(['APPLIED', 'REPLAYED']).toContain(result.outcome);
          world.check(model, key, result);
        }
        world.findDuplicates();
        expect(world.lies).toEqual([]);
        expect(world.harness.crm.cases).toHaveLength(keys);
        expect(world.harness.troubles).toEqual([]);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  test('lets one of several processes write, however their steps fall', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.nat(2), { minLength: 2, maxLength: 6 }),
        fc.boolean(),
        async (scheduler, askers, isLost) => {
          const harness = new WriterHarness(new InMemoryJournalStore(undefined, true));
          if (isLost) harness.crm.faces.push({ commits: true, says: 'nothing' });
          const pass = async <T>(step: () => Promise<T>, label: string): Promise<T> => {
            await scheduler.schedule(Promise.resolve(), label);
            return step();
          };
          const writers = [0, 1, 2].map((process) =>
            harness.restart({ journal: new CrashableStore(harness.store, pass), holder: `process-${process}` }),
          );
          const results = askers.map((asker) => {
            harness.writer = writers[asker] ?? harness.writer;
            return harness.createCase();
          });
          const all = Promise.all(results);
          await scheduler.waitFor(all);
          expect(harness.crm.writes).toEqual(['createCase']);
          const told = (await all).map((result) => ('id' in result ? result.id : result.code));
          expect(told).toContain('case-1');
          for (const answer of told) expect(['case-1', 'IDEMPOTENCY_IN_PROGRESS', 'OUTCOME_UNKNOWN']).toContain(answer);
        },
      ),
      { numRuns: propertyRuns(300) },
    );
  });
});
