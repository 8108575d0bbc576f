const reasons: Readonly<Record<number, string>> = {
  400: 'BAD REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT FOUND',
  405: 'METHOD NOT ALLOWED',
  412: 'PRECONDITION FAILED',
  413: 'PAYLOAD TOO LARGE',
  416: 'REQUESTED RANGE NOT SATISFIABLE',
  417: 'EXPECTATION FAILED',
  429: 'TOO MANY REQUESTS',
  500: 'INTERNAL SERVER ERROR',
  502: 'BAD GATEWAY',
  503: 'SERVICE UNAVAILABLE',
  504: 'GATEWAY TIMEOUT',
};

/** The upper-case reason phrase that an error envelope carries in `error`. */
export function reasonPhrase(status: number): string {
  return reasons[status] ?? 'ERROR';
}

/** What is said for each refusal, in the emulator's own words: the vendor publishes none for the CRM. */
const texts = {
  noScript: [404, 'The requested API does not exist', 'La API solicitada no existe'],
  method: [405, 'Method not allowed for this API', 'Método no permitido para esta API'],
  noToken: [401, 'The Wolkvox-Token header was not supplied', 'No se envió la cabecera Wolkvox-Token'],
  badToken: [403, 'The token is not valid', 'El token no es válido'],
  wrongTokenType: [403, 'This type of token may not use this API', 'Este tipo de token no puede usar esta API'],
  operation: [403, 'The token does not belong to this operation', 'El token no pertenece a esta operación'],
  quota: [403, 'Daily token limit exceeded', 'Se superó el límite diario de consumo del token'],
  simultaneous: [
    403,
    'Too many simultaneous requests for this token',
    'Demasiadas peticiones simultáneas para este token',
  ],
  maintenance: [403, 'The server is under maintenance', 'El servidor está en mantenimiento'],
  ipLimit: [429, 'Too many requests from this address', 'Demasiadas peticiones desde esta dirección'],
  body: [400, 'The body is not valid', 'El cuerpo de la petición no es válido'],
  tooLarge: [413, 'The body is too large', 'El cuerpo de la petición es demasiado grande'],
  parameter: [400, 'Required parameters are missing or not valid', 'Faltan parámetros obligatorios o no son válidos'],
  field: [400, 'The field does not exist in the module', 'El campo no existe en el módulo'],
  module: [400, 'The module does not exist', 'El módulo no existe'],
  range: [416, 'The requested page or limit is out of range', 'La página o el límite está fuera de rango'],
  dates: [416, 'The requested dates are not valid', 'Las fechas solicitadas no son válidas'],
  noRecord: [404, 'The record does not exist', 'El registro no existe'],
  contact: [412, 'The contact does not exist', 'El contacto no existe'],
  user: [412, 'The user does not exist', 'El usuario no existe'],
  catalogue: [
    417,
    'The type, status or priority is not configured',
    'El tipo, el estado o la prioridad no está configurado',
  ],
  solution: [417, 'A closed case requires a solution', 'Un caso cerrado requiere una solución'],
  attachment: [417, 'An attachment could not be read', 'No se pudo leer un adjunto'],
  rateLimited: [429, 'Too many requests', 'Demasiadas peticiones'],
  preconditionFailed: [412, 'Precondition failed', 'Falló una condición previa'],
  expectationFailed: [417, 'Expectation failed', 'No se cumplió lo esperado'],
  serverError: [500, 'Internal error', 'Error interno'],
  badGateway: [502, 'Bad gateway', 'Puerta de enlace incorrecta'],
  unavailable: [503, 'The service is not available', 'El servicio no está disponible'],
  gatewayTimeout: [504, 'Gateway timeout', 'Tiempo de espera agotado'],
} as const satisfies Readonly<Record<string, readonly [number, string, string]>>;

/** Every reason for which the emulator refuses. */
export type RefusalKind = keyof typeof texts;

/** Whether the text names a kind of refusal. */
export function isRefusalKind(text: string): text is RefusalKind {
  return Object.hasOwn(texts, text);
}

/** All kinds, for messages that list them. */
export const refusalKinds: readonly string[] = Object.keys(texts);

/** The code that the body of such a refusal carries. */
export function refusalStatus(kind: RefusalKind): number {
  return texts[kind][0];
}

/** What such a refusal says in `msg`. */
export function refusalText(kind: RefusalKind, language: 'en' | 'es'): string {
  return texts[kind][language === 'en' ? 1 : 2];
}

/** What a tenant's CRM says for a kind of refusal where it differs from the table. */
export interface RefusalWording {
  readonly code?: number;
  readonly msg?: string;
}

/** Thrown by endpoints to refuse a call; `detail` names the parameter at fault where there is one. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly kind: RefusalKind,
    readonly detail?: string,
  ) {
    super(kind);
  }
}
