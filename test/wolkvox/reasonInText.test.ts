import { describe, expect, test } from '@jest/globals';

import { reasonInText } from '../../src/wolkvox/reasonInText.js';

describe('the reason in the words of a refusal', () => {
  test.each<[ReturnType<typeof reasonInText>, string]>([
    ['simultaneous', 'More than 2 simultaneous requests per token are not allowed'],
    ['simultaneous', 'Se permiten máximo 2 peticiones simultáneas por token'],
    ['simultaneous', 'concurrent request limit exceeded'],
    ['rateLimited', 'Too Many Requests'],
    ['rateLimited', 'Demasiadas peticiones, espere'],
    ['rateLimited', 'limit of 10 requests per minute reached'],
    ['quota', 'token limit exceeded'],
    ['quota', 'You have exceeded the token limit'],
    ['quota', 'Daily limit reached'],
    ['quota', 'daily quota exhausted'],
    ['quota', 'Ha superado el límite de tokens'],
    ['quota', 'Límite diario de consumo alcanzado'],
    ['quota', 'tokens agotados'],
    ['maintenance', 'Server under maintenance'],
    ['maintenance', 'En mantenimiento, intente más tarde'],
    ['maintenance', 'Backup in progress'],
    ['auth', 'The token has to be validated'],
    ['auth', 'Token inválido'],
    ['auth', 'Unauthorized'],
    ['auth', 'No tiene permisos para este recurso'],
    [null, 'FORBIDDEN'],
    [null, 'the field does not exist'],
    [null, 'limit must be 250 or less'],
    [null, ''],
  ])('is %s: %s', (reason, text) => {
    expect(reasonInText(text)).toBe(reason);
  });

  test('is found in a long text without delay', () => {
    const startedAt = performance.now();
    reasonInText('limit '.repeat(200) + 'exceed '.repeat(200));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
