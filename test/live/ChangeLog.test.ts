import { describe, expect, test } from '@jest/globals';
import { ChangeLog } from '../../src/live/ChangeLog.js';

const gap = { kind: 'GAP', subject: null, observedAt: new Date(0) } as const;

function logOf(count: number, id = 'one'): ChangeLog {
  const log = new ChangeLog(id, 10);
  for (let nth = 0; nth < count; nth += 1) log.append(gap);
  return log;
}

describe('the log of changes', () => {
  test('goes on behind the cursor of each change that it holds', () => {
    const log = logOf(14);
    for (let position = 4; position < 14; position += 1) {
      const change = log.at(position);
      if (change === null || change === 'dropped') throw new Error('The log lacks a change.');
      expect(log.positionOf(change.cursor)).toBe(position + 1);
    }
    expect([log.at(3), log.at(14)]).toEqual(['dropped', null]);
  });

  test('does not take the cursor of another process for one of its own', () => {
    expect(logOf(3, 'two').positionOf(logOf(5).cursorBehind(2))).toBeNull();
  });

  test.each([
    ['text of any kind', 'x'],
    ['nothing', ''],
    ['a cursor of a list', 'WzMsImFiYyJd'],
    ['a cursor with something behind it', `${logOf(5).cursorBehind(1)}AA`],
    ['a position that there is not yet', logOf(5).cursorBehind(7)],
    ['a very long text', 'A'.repeat(10_000)],
  ])('refuses %s', (_name, cursor) => {
    expect(() => logOf(5).positionOf(cursor)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'after' }),
    );
  });

  test('wakes who waits, once', () => {
    const log = logOf(0);
    let woken = 0;
    log.onAppend(() => (woken += 1));
    const callOff = log.onAppend(() => (woken += 100));
    callOff();
    log.append(gap);
    log.append(gap);
    expect(woken).toBe(1);
  });
});
