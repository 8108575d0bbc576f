type Reason = 'simultaneous' | 'rateLimited' | 'quota' | 'maintenance' | 'auth';

/**
 * The order matters: "more than 2 simultaneous requests per token" and "token limit exceeded" both speak of a token
 * without blaming it. English and Spanish, without accents.
 */
const patterns: readonly (readonly [RegExp, Reason])[] = [
  [/simultane|concurren|at the same time|al mismo tiempo|in parallel|en paralelo/, 'simultaneous'],
  [
    /too many requests|demasiad[ao]s (?:solicitudes|peticiones|consultas)|rate.?limit|(?:per|each|every|por|cada) (?:second|minute|segundo|minuto)/,
    'rateLimited',
  ],
  [
    /quota|cuota|(?:daily|diari[oa]|token|consum\w*) ?(?:limit|limite)|limit\w* (?:diari[oa]|daily|de (?:los )?tokens?|del token|of (?:the )?tokens?|per day|por dia)|(?:limit\w*|tokens?|consum\w+)(?: \w+){0,4} (?:exceeded|excedid\w*|agotad\w*|superad\w*|alcanzad\w*|exhausted|reached)|(?:exceeded|excedido|superado|agotado|reached|alcanzado)(?: \w+){0,4} (?:limit\w*|tokens?)/,
    'quota',
  ],
  [/mainten|mantenimiento|back-?up|respaldo|copias? de seguridad|temporar\w+ unavailable|temporalmente/, 'maintenance'],
  [
    /token|unauthori[sz]ed|no autorizad|authori[sz]|autoriza|authenti|autentic|credential|credencial|permission|permiso/,
    'auth',
  ],
];

/** Why the CRM refused, as far as its words tell; null when they do not. */
export function reasonInText(text: string): Reason | null {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return patterns.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}
