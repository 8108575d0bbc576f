import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { propertyRuns } from '../support/propertyRuns.js';
import { letPass, LiveWorld, type Subscriber, type Told } from './LiveWorld.js';

/** What happens in one step; the number picks a case or a subscriber. */
const anyStep = fc.record({
  what: fc.constantFrom(
    'create',
    'create',
    'update',
    'update',
    'createHere',
    'updateHere',
    'disconnect',
    'connect',
    'connect',
    'fail',
  ),
  which: fc.nat({ max: 1_000 }),
  afterMs: fc.constantFrom(0, 10, 30, 400, 1_700, 6_000),
});
type Step = Readonly<{ what: string; which: number; afterMs: number }>;

interface Course {
  readonly world: LiveWorld;
  readonly everything: Subscriber;
  readonly named: Subscriber;
  readonly namedId: string;
  /** Changes of each case, by who made them. */
  readonly ownUpdates: ReadonlyMap<string, number>;
}

/** Plays steps with two subscribers, of everything and of one case, who go and come as the steps say. */
async function play(steps: readonly Step[], listsBy: 'creation' | 'modification'): Promise<Course> {
  const world = new LiveWorld({ listsBy });
  const ids = [world.create(), world.create(), world.create()];
  await letPass(world, 60_000);
  const [namedId = ''] = ids;
  const everything = world.subscriber();
  const named = world.subscriber({ id: { eq: namedId } });
  await letPass(world, 10_000);
  // From here on both have a cursor to come back with.
  const ownUpdates = new Map<string, number>([[namedId, 1]]);
  const writes: Promise<unknown>[] = [world.updateHere(namedId)];
  await letPass(world, 10_000);
  for (const { what, which, afterMs } of steps) {
    const id = ids[which % ids.length] ?? namedId;
    const subscriber = which % 2 === 0 ? everything : named;
    if (what === 'create') ids.push(world.create());
    if (what === 'update') world.update(which % 3 === 0 ? namedId : id);
    if (what === 'createHere') writes.push(world.createHere().then((created) => ids.push(created)));
    if (what === 'updateHere') {
      writes.push(world.updateHere(id));
      ownUpdates.set(id, (ownUpdates.get(id) ?? 0) + 1);
    }
    if (what === 'disconnect') subscriber.disconnect();
    if (what === 'connect') subscriber.connect();
    world.isDown = what === 'fail' && which % 3 === 0;
    await letPass(world, afterMs);
  }
  world.isDown = false;
  everything.connect();
  named.connect();
  await letPass(world, 300_000);
  await Promise.all(writes);
  return { world, everything, named, namedId, ownUpdates };
}

const of = (told: readonly Told[], kind: Told['kind'], id?: string): Told[] =>
  told.filter((each) => each.kind === kind && (id === undefined || each.id === id));

describe('whatever happens, in whatever order,', () => {
  test.each(['creation', 'modification'] as const)(
    'where the CRM lists by %s, each new case is told once to who comes and goes',
    async (listsBy) => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 60 }), async (steps) => {
          const { world, everything } = await play(steps, listsBy);
          const expected = [...world.cases.keys()].slice(3);
          expect(
            of(everything.told, 'CREATED')
              .map(({ id }) => id)
              .toSorted(),
          ).toEqual(expected);
        }),
        { numRuns: propertyRuns(200) },
      );
    },
  );

  test('each change made here is told once, and changes by others of cases that nobody names are not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 60 }), async (steps) => {
        const { world, everything, namedId, ownUpdates } = await play(steps, 'creation');
        for (const id of world.cases.keys()) {
          if (id !== namedId) expect(of(everything.told, 'UPDATED', id)).toHaveLength(ownUpdates.get(id) ?? 0);
        }
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  test.each(['creation', 'modification'] as const)(
    'where the CRM lists by %s, who names a case ends up knowing it as it is, and is told no more than happened',
    async (listsBy) => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 60 }), async (steps) => {
          const { world, named, namedId } = await play(steps, listsBy);
          const { version = 1 } = world.cases.get(namedId) ?? {};
          const told = of(named.told, 'UPDATED', namedId);
          expect(named.told.every(({ kind, id }) => kind === 'GAP' || id === namedId)).toBe(true);
          expect(told.length).toBeLessThanOrEqual(version - 1);
          // What was told and could not be read then is 0: whoever is told so reads it again.
          const versions = told.map((each) => each.version);
          expect([version, 0]).toContain(versions.at(-1));
          const read = versions.filter((each) => each > 0);
          expect(read).toEqual(read.toSorted((a, b) => a - b));
        }),
        { numRuns: propertyRuns(200) },
      );
    },
  );
});
