import { describe, expect, test } from '@jest/globals';
import { badUserInput, Fault } from '../../src/model/Fault.js';

describe('a fault', () => {
  test('names the argument and the problem of a caller’s mistake', () => {
    const fault = badUserInput('first', 'must be from 1 to 100');
    expect(fault).toBeInstanceOf(Fault);
    expect(fault).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first', problem: 'must be from 1 to 100' });
  });

  test('keeps what really happened out of its message', () => {
    const fault = new Fault('UPSTREAM_UNAVAILABLE', { cause: new Error('connect ECONNREFUSED 10.0.0.7') });
    expect(fault.message).toBe('UPSTREAM_UNAVAILABLE');
  });
});
