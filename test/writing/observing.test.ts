import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../src/model/Json.js';
import { InMemoryJournalStore } from '../../src/store/embedded/InMemoryJournalStore.js';
import { WriterHarness } from './WriterHarness.js';

const lost = { commits: true, says: 'nothing' } as const;
const failed = { commits: false, says: 'nothing' } as const;
const unknown = { outcome: 'UNKNOWN', code: 'OUTCOME_UNKNOWN' };
const graceMs = 8000;
const minuteMs = 60_000;

describe('whoever watches the writer', () => {
  test('hears how each write ended, and nothing more of those that were confirmed', async () => {
    const harness = new WriterHarness();
    await harness.createCase();
    await harness.createCase();
    await harness.clock.advance(10 * minuteMs);
    expect(harness.told).toEqual([]);
    expect(harness.ended).toEqual(['createCase APPLIED', 'createCase REPLAYED']);
  });

  test('hears what background work found out, and which writes the caller was told UNKNOWN by the same name', async () => {
    const harness = new WriterHarness();
    harness.crm.isUnreadable = true;
    harness.crm.faces.push(lost, failed);
    const refs: string[] = [];
    for (const key of ['a', 'b']) {
      const result = await harness.createCase(key);
      expect(result).toMatchObject(unknown);
      refs.push('ref' in result ? (result.ref ?? '') : '');
    }
    expect(harness.crm.cases.map(({ description }) => description)).toEqual([`Broken. [ref ${refs[0] ?? ''}]`]);
    harness.crm.isUnreadable = false;
    harness.writer.start();
    await harness.clock.advance(2 * minuteMs);
    expect(harness.told).toEqual(['settled applied', 'settled absent']);
    expect(await harness.writer.countOpen()).toBe(0);
    await harness.writer.drain();
  });

  test('hears once of a write that time alone will not settle, after the grace', async () => {
    const harness = new WriterHarness();
    harness.crm.keepText = (text) => text.slice(0, 5);
    harness.crm.faces.push(lost);
    harness.writer.start();
    expect(await harness.createCase()).toMatchObject(unknown);
    await harness.clock.advance(graceMs - 1000);
    expect(harness.told).toEqual([]);
    await harness.clock.advance(60 * minuteMs);
    await harness.createCase();
    expect(harness.told).toEqual(['stays unknown: ambiguous']);
    expect(await harness.writer.countOpen()).toBe(1);
    await harness.writer.drain();
  });

  test('hears of a write that the journal could not take, and the caller of its failure', async () => {
    class Full extends InMemoryJournalStore {
      override isWritable(): boolean {
        return false;
      }
    }
    const harness = new WriterHarness(new Full());
    await expect(harness.createCase()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(harness.ended).toEqual(['createCase FAILED']);
  });

  test('hears of a change in a module that cannot be read', async () => {
    const harness = new WriterHarness();
    harness.crm.faces.push(lost);
    await harness.updateRecord('leads', 'lead-1', { Etapa: 'Ganado' });
    harness.writer.start();
    await harness.clock.advance(60 * minuteMs);
    expect(harness.told).toEqual(['stays unknown: notReadable']);
    await harness.writer.drain();
  });
});

describe('a write whose evidence another token has sealed', () => {
  async function openUnderNewToken(face: typeof lost | typeof failed): Promise<WriterHarness> {
    const harness = new WriterHarness();
    harness.crm.isUnreadable = true;
    harness.crm.faces.push(face);
    await harness.createCase();
    harness.crm.isUnreadable = false;
    harness.restart({ token: 'a new token' }).start();
    await harness.clock.advance(2 * minuteMs);
    expect(harness.told).toEqual(['stays unknown: sealedWithAnotherToken']);
    return harness;
  }

  test('is found when its key is asked again', async () => {
    const harness = await openUnderNewToken(lost);
    expect(await harness.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(harness.crm.writes).toEqual(['createCase']);
    await harness.writer.drain();
  });

  test('is made when its key is asked again and it is not there', async () => {
    const harness = await openUnderNewToken(failed);
    expect(await harness.createCase()).toMatchObject({ outcome: 'APPLIED' });
    expect(harness.crm.cases).toHaveLength(1);
    await harness.writer.drain();
  });

  test('is settled in the background once its key has been asked again', async () => {
    const harness = await openUnderNewToken(lost);
    harness.crm.isUnreadable = true;
    expect(await harness.createCase()).toMatchObject(unknown);
    harness.crm.isUnreadable = false;
    await harness.clock.advance(60 * minuteMs);
    expect(harness.told.at(-1)).toBe('settled applied');
    await harness.writer.drain();
  });
});

describe('the field that is set for markers', () => {
  const open = (keepField: (text: string) => Json): WriterHarness => {
    const harness = new WriterHarness(new InMemoryJournalStore(), { markerField: 'Referencia' });
    harness.crm.keepField = keepField;
    return harness;
  };
  const looks = (harness: WriterHarness): number =>
    harness.crm.calls.filter((call) => call === 'searchCases id').length;

  test('is looked at once, after the first case', async () => {
    const harness = open((text) => text);
    for (const key of ['a', 'b']) {
      await harness.createCase(key);
      expect(looks(harness)).toBe(key === 'a' ? 0 : 1);
      await harness.clock.advance(minuteMs);
    }
    expect(looks(harness)).toBe(1);
    expect(harness.told).toEqual([]);
  });

  test.each<[string, (text: string) => Json]>([
    ['does not store', () => null],
    ['fills with a default', () => 'pending'],
    ['cuts', (text) => text.slice(0, 6)],
  ])('that the tenant %s is told of, once', async (_, keepField) => {
    const harness = open(keepField);
    for (const key of ['a', 'b']) {
      await harness.createCase(key);
      await harness.clock.advance(minuteMs);
    }
    expect(harness.told).toEqual(['marker not kept']);
    expect(looks(harness)).toBe(1);
  });

  test('is looked at again after a later case when the CRM cannot be read or does not show the case', async () => {
    const harness = open(() => null);
    harness.crm.isUnreadable = true;
    for (const key of ['a', 'b', 'c', 'd']) {
      await harness.createCase(key);
      await harness.clock.advance(minuteMs);
    }
    expect(looks(harness)).toBe(3);
    expect(harness.told).toEqual([]);
  });

  test('is not looked at when the process ends', async () => {
    const harness = open(() => null);
    await harness.createCase();
    await harness.writer.drain();
    await harness.clock.advance(minuteMs);
    expect(looks(harness)).toBe(0);
    expect(harness.troubles).toEqual([]);
  });

  test('is not set: nothing is looked at', async () => {
    const harness = new WriterHarness();
    await harness.createCase();
    await harness.clock.advance(minuteMs);
    expect(harness.crm.calls).toEqual(['createCase']);
  });
});
