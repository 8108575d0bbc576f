import { describe, expect, test } from '@jest/globals';
import { meansTheSame } from '../../../src/model/values/comparing.js';

describe('texts that mean the same', () => {
  test('differ in the spaces around them and their Unicode form at most, as ids', () => {
    expect(meansTheSame('exact', ' Jose\u0301 ', 'José')).toBe(true);
    expect(meansTheSame('exact', 'José', 'JOSÉ')).toBe(false);
  });

  test('differ in letter case as well, as e-mail addresses and logins', () => {
    expect(meansTheSame('caseless', 'Ana.Maria@Correo.Example', ' ana.maria@correo.example')).toBe(true);
    expect(meansTheSame('caseless', 'MUN\u0303OZ@correo.co', 'muñoz@correo.co')).toBe(true);
    expect(meansTheSame('caseless', 'munoz@correo.co', 'muñoz@correo.co')).toBe(false);
  });

  test('differ in accents as well, as names', () => {
    expect(meansTheSame('folded', 'EN ESPERA ', 'en espera')).toBe(true);
    expect(meansTheSame('folded', 'Crítica', 'critica')).toBe(true);
  });

  test('have the same digits, as telephone numbers; texts without any are no numbers', () => {
    expect(meansTheSame('digits', '+57 300-123', '57300123')).toBe(true);
    expect(meansTheSame('digits', 'N/A', '---')).toBe(false);
  });
});
