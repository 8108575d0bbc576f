import { describe, expect, test } from '@jest/globals';

import { reasonInText } from '../../src/wolkvox/reasonInText.js';
import { quickest } from '../support/patience.js';

describe('the reason in the words of a refusal', () => {
  test.each<[ReturnType<typeof reasonInText>, string]>([
    ['simultaneous', 'More than 2 simultaneous requests per token are not allowed'],
    ['simultaneous', 'Se permiten máximo 2 peticiones simultáneas por token'],
    ['simultaneous', 'concurrent request limit exceeded'],
    ['simultaneous', 'two calls at the same time'],
    ['simultaneous', 'dos consultas al mismo tiempo'],
    ['simultaneous', 'requests in parallel are not allowed'],
    ['simultaneous', 'peticiones en paralelo'],
    ['rateLimited', 'Too Many Requests'],
    ['rateLimited', 'Demasiadas peticiones, espere'],
    ['rateLimited', 'Demasiadas solicitudes'],
    ['rateLimited', 'Demasiadas consultas'],
    ['rateLimited', 'rate-limit of this token'],
    ['rateLimited', 'RateLimit reached'],
    ['rateLimited', 'limit of 10 requests per minute reached'],
    ['rateLimited', '5 tokens each second'],
    ['rateLimited', 'one token every minute'],
    ['rateLimited', 'límite de 10 por segundo'],
    ['rateLimited', 'límite de 100 cada minuto'],
    ['quota', 'daily quota exhausted'],
    ['quota', 'Cuota de la operación: 0'],
    ['quota', 'token limit exceeded'],
    ['quota', 'TOKEN_LIMIT'],
    ['quota', 'tokens limits'],
    ['quota', 'You have exceeded the token limit'],
    ['quota', 'exceeded tokens'],
    ['quota', 'Daily limit'],
    ['quota', 'Daily limit reached'],
    ['quota', 'limit of 4800 calls per day'],
    ['quota', 'Ha superado el límite de tokens'],
    ['quota', 'Límite diario de consumo alcanzado'],
    ['quota', 'Límites diarios'],
    ['quota', 'límite de peticiones al día'],
    ['quota', 'límite del consumo'],
    ['quota', 'tokens agotados'],
    ['quota', 'token exhausted'],
    ['quota', 'límite excedido'],
    ['quota', 'el consumo está agotado'],
    ['maintenance', 'Server under maintenance'],
    ['maintenance', 'En mantenimiento, intente más tarde'],
    ['maintenance', 'Backup in progress'],
    ['maintenance', 'back-up in progress'],
    ['maintenance', 'Respaldo en curso'],
    ['maintenance', 'copia de seguridad'],
    ['maintenance', 'copias de seguridad'],
    ['maintenance', 'Temporarily unavailable'],
    ['maintenance', 'No disponible temporalmente'],
    ['auth', 'The token has to be validated'],
    ['auth', 'Token inválido'],
    ['auth', 'the limit of what may be asked without a valid token'],
    ['auth', 'Unauthorized'],
    ['auth', 'No está autorizado'],
    ['auth', 'authentication failed'],
    ['auth', 'Autenticación fallida'],
    ['auth', 'bad credentials'],
    ['auth', 'Credenciales inválidas'],
    ['auth', 'permission denied'],
    ['auth', 'No tiene permisos para este recurso'],
    [null, 'FORBIDDEN'],
    [null, 'the field does not exist'],
    [null, 'limit must be 250 or less'],
    [null, 'unlimited calls a day'],
    [null, ''],
  ])('is %s: %s', (reason, text) => {
    expect(reasonInText(text)).toBe(reason);
  });

  test('is found in a long text without delay', async () => {
    const { ms } = await quickest(500, () => {
      const startedAt = performance.now();
      reasonInText('limit '.repeat(200) + 'exceed '.repeat(200));
      return Promise.resolve({ ms: performance.now() - startedAt });
    });
    expect(ms).toBeLessThan(500);
  });
});
