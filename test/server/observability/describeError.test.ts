import { expect, test } from '@jest/globals';
import { describeError } from '../../../src/server/observability/describeError.js';

test('an exception of the language is described with its message and the place', () => {
  const description = describeError(new TypeError("Cannot read properties of undefined (reading 'id')"));
  expect(description).toMatchObject({
    type: 'TypeError',
    message: "Cannot read properties of undefined (reading 'id')",
  });
  expect(description.stack?.[0]).toMatch(/^at .*describeError\.test/);
});

test('the message of any other exception is left out, and of its causes', () => {
  const cause = Object.assign(new Error('connect to ana@example.com'), { code: 'ECONNREFUSED' });
  const description = describeError(new Error('row of ana@example.com', { cause }));
  expect(JSON.stringify(description)).not.toContain('ana@');
  expect(description.cause).toMatchObject({ type: 'Error', code: 'ECONNREFUSED' });
});

test('data in a message is masked', () => {
  expect(describeError(new TypeError('no "Ana Gómez", ana@example.com, +57 300 123 4567')).message).toBe(
    'no [text], [address] [number]',
  );
});

test('a message over several lines does not enter through the stack', () => {
  expect(JSON.stringify(describeError(new Error('first\nsecond canary')))).not.toContain('canary');
});

test('a chain of causes that bites its tail ends', () => {
  const error = new Error('x');
  error.cause = error;
  expect(describeError(error).type).toBe('Error');
});

test('what is no exception is told by its type', () => {
  expect(describeError('ana@example.com')).toEqual({ type: 'string' });
});
