import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../src/model/Json.js';
import { InMemoryJournalStore } from '../../src/store/InMemoryJournalStore.js';
import { WriterBench } from './WriterBench.js';

const lost = { commits: true, says: 'nothing' } as const;
const failed = { commits: false, says: 'nothing' } as const;
const unknown = { outcome: 'UNKNOWN', code: 'OUTCOME_UNKNOWN' };
const graceMs = 8000;
const minuteMs = 60_000;

describe('whoever watches the writer', () => {
  test('hears nothing of writes that were confirmed', async () => {
    const bench = new WriterBench();
    await bench.createCase();
    await bench.createCase();
    await bench.clock.advance(10 * minuteMs);
    expect(bench.told).toEqual([]);
  });

  test('hears what background work found out, and which writes the caller was told UNKNOWN by the same name', async () => {
    const bench = new WriterBench();
    bench.crm.isUnreadable = true;
    bench.crm.faces.push(lost, failed);
    const refs: string[] = [];
    for (const key of ['a', 'b']) {
      const result = await bench.createCase(key);
      expect(result).toMatchObject(unknown);
      refs.push('ref' in result ? (result.ref ?? '') : '');
    }
    expect(bench.crm.cases.map(({ description }) => description)).toEqual([`Broken. [ref ${refs[0] ?? ''}]`]);
    bench.crm.isUnreadable = false;
    bench.writer.start();
    await bench.clock.advance(2 * minuteMs);
    expect(bench.told).toEqual(['settled applied', 'settled absent']);
    expect(await bench.writer.countOpen()).toBe(0);
    await bench.writer.drain();
  });

  test('hears once of a write that time alone will not settle, after the grace', async () => {
    const bench = new WriterBench();
    bench.crm.keepText = (text) => text.slice(0, 5);
    bench.crm.faces.push(lost);
    bench.writer.start();
    expect(await bench.createCase()).toMatchObject(unknown);
    await bench.clock.advance(graceMs - 1000);
    expect(bench.told).toEqual([]);
    await bench.clock.advance(60 * minuteMs);
    await bench.createCase();
    expect(bench.told).toEqual(['stays unknown: ambiguous']);
    expect(await bench.writer.countOpen()).toBe(1);
    await bench.writer.drain();
  });

  test('hears of a change in a module that cannot be read', async () => {
    const bench = new WriterBench();
    bench.crm.faces.push(lost);
    await bench.updateRecord('leads', 'lead-1', { Etapa: 'Ganado' });
    bench.writer.start();
    await bench.clock.advance(60 * minuteMs);
    expect(bench.told).toEqual(['stays unknown: notReadable']);
    await bench.writer.drain();
  });
});

describe('a write whose clue another token has sealed', () => {
  async function openUnderNewToken(face: typeof lost | typeof failed): Promise<WriterBench> {
    const bench = new WriterBench();
    bench.crm.isUnreadable = true;
    bench.crm.faces.push(face);
    await bench.createCase();
    bench.crm.isUnreadable = false;
    bench.restart({ token: 'a new token' }).start();
    await bench.clock.advance(2 * minuteMs);
    expect(bench.told).toEqual(['stays unknown: sealedWithAnotherToken']);
    return bench;
  }

  test('is found when its key is asked again', async () => {
    const bench = await openUnderNewToken(lost);
    expect(await bench.createCase()).toMatchObject({ outcome: 'REPLAYED', id: 'case-1' });
    expect(bench.crm.writes).toEqual(['createCase']);
    await bench.writer.drain();
  });

  test('is made when its key is asked again and it is not there', async () => {
    const bench = await openUnderNewToken(failed);
    expect(await bench.createCase()).toMatchObject({ outcome: 'APPLIED' });
    expect(bench.crm.cases).toHaveLength(1);
    await bench.writer.drain();
  });

  test('is settled in the background once its key has been asked again', async () => {
    const bench = await openUnderNewToken(lost);
    bench.crm.isUnreadable = true;
    expect(await bench.createCase()).toMatchObject(unknown);
    bench.crm.isUnreadable = false;
    await bench.clock.advance(60 * minuteMs);
    expect(bench.told.at(-1)).toBe('settled applied');
    await bench.writer.drain();
  });
});

describe('the field that is set for marks', () => {
  const open = (keepField: (text: string) => Json): WriterBench => {
    const bench = new WriterBench(new InMemoryJournalStore(), { markerField: 'Referencia' });
    bench.crm.keepField = keepField;
    return bench;
  };
  const looks = (bench: WriterBench): number => bench.crm.calls.filter((call) => call === 'searchCases id').length;

  test('is looked at once, after the first case', async () => {
    const bench = open((text) => text);
    for (const key of ['a', 'b']) {
      await bench.createCase(key);
      expect(looks(bench)).toBe(key === 'a' ? 0 : 1);
      await bench.clock.advance(minuteMs);
    }
    expect(looks(bench)).toBe(1);
    expect(bench.told).toEqual([]);
  });

  test.each<[string, (text: string) => Json]>([
    ['does not store', () => null],
    ['fills with a default', () => 'pending'],
    ['cuts', (text) => text.slice(0, 6)],
  ])('that the tenant %s is told of, once', async (_, keepField) => {
    const bench = open(keepField);
    for (const key of ['a', 'b']) {
      await bench.createCase(key);
      await bench.clock.advance(minuteMs);
    }
    expect(bench.told).toEqual(['mark not kept']);
    expect(looks(bench)).toBe(1);
  });

  test('is looked at again after a later case when the CRM cannot be read or does not show the case', async () => {
    const bench = open(() => null);
    bench.crm.isUnreadable = true;
    for (const key of ['a', 'b', 'c', 'd']) {
      await bench.createCase(key);
      await bench.clock.advance(minuteMs);
    }
    expect(looks(bench)).toBe(3);
    expect(bench.told).toEqual([]);
  });

  test('is not looked at when the process ends', async () => {
    const bench = open(() => null);
    await bench.createCase();
    await bench.writer.drain();
    await bench.clock.advance(minuteMs);
    expect(looks(bench)).toBe(0);
    expect(bench.troubles).toEqual([]);
  });

  test('is not set: nothing is looked at', async () => {
    const bench = new WriterBench();
    await bench.createCase();
    await bench.clock.advance(minuteMs);
    expect(bench.crm.calls).toEqual(['createCase']);
  });
});
