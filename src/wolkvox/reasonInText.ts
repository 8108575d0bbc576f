import { toPlainWords } from './decoding/plainWords.js';

type Reason = 'simultaneous' | 'rateLimited' | 'quota' | 'maintenance' | 'auth';

const limits = 'limite?s?';
const tokens = 'tokens?|consum\\w*';
const days = 'daily|diari[oa]s?|day|dia';
const usedUp = 'exceeded|excedid\\w*|superad\\w*|agotad\\w*|alcanzad\\w*|exhausted|reached';

/**
 * The order matters: "more than 2 simultaneous requests per token" and "token limit exceeded" both speak of a token
 * without blaming it. English and Spanish, in plain words.
 */
const patterns: readonly (readonly [RegExp, Reason])[] = [
  [/simultane|concurren|same time|mismo tiempo|in parallel|en paralelo/, 'simultaneous'],
  [/too many requests|demasiadas (?:solicitudes|peticiones|consultas)|rate ?limit/, 'rateLimited'],
  [/(?:per|each|every|por|cada) (?:second|minute|segundo|minuto)/, 'rateLimited'],
  [/quota|cuota/, 'quota'],
  [near(limits, `${tokens}|${days}`), 'quota'],
  [near(`${limits}|${tokens}`, usedUp), 'quota'],
  [/mainten|mantenimiento|back ?up|respaldo|copias? de seguridad|temporarily unavailable|temporalmente/, 'maintenance'],
  [/token|authori|autoriz|authenti|autentic|credential|credencial|permission|permiso/, 'auth'],
];

/** Why the CRM refused, as far as its words tell; null when they do not. */
export function reasonInText(text: string): Reason | null {
  const plain = toPlainWords(text);
  return patterns.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}

/** What is wrong with the credentials: the kind of token, the tenant's name, or the token itself. */
export type RefusedCredential = 'externalToken' | 'operation' | 'token';

/** Which credential the words of a refusal speak of, in English or Spanish; null when of none. */
export function credentialInText(text: string): RefusedCredential | null {
  const plain = toPlainWords(text);
  if (/extern|type of token|token type|tipo de token/.test(plain)) return 'externalToken';
  if (/operation|operacion|tenant/.test(plain)) return 'operation';
  return /token|authori|autoriz|credential|credencial/.test(plain) ? 'token' : null;
}

/** Two words in either order with at most four between them. */
function near(one: string, other: string): RegExp {
  const between = '(?: \\w+){0,4} ';
  return new RegExp(`\\b(?:(?:${one})${between}(?:${other})|(?:${other})${between}(?:${one}))\\b`);
}
