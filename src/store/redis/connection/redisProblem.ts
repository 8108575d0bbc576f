/** Why Redis cannot be used. */
export interface RedisProblem {
  /** One line for the log, without hosts, users or passwords. */
  readonly message: string;
  /** Whether it can get better without anybody changing the settings. */
  readonly isTemporary: boolean;
}

const refusedLogin = /^(?:WRONGPASS|NOAUTH|NOPERM)|invalid (?:username-password|password)|no password is set/i;
const wrongDatabase = /DB index is out of range|SELECT is not allowed/i;
/** Codes of Node's TLS errors that say that the certificate will not do. */
const badCertificate = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/;
/** What a server that speaks no TLS, or something else than Redis, makes of the first bytes. */
const wrongProtocol = /wrong version number|packet length too long|Protocol error/i;

/** What an error of the connection means. */
export function redisProblemOf(error: unknown): RedisProblem {
  const { message, code } = detailsOf(error);
  if (refusedLogin.test(message))
    return permanent('Redis refuses the user or password in REDIS_URL, or lacks a permission');
  if (wrongDatabase.test(message)) return permanent('the database number in REDIS_URL does not exist');
  if (badCertificate.test(code))
    return permanent(`the certificate of Redis is not accepted (${code}): see REDIS_CA_FILE`);
  if (wrongProtocol.test(message))
    return permanent('what answers at REDIS_URL does not speak the protocol: redis:// or rediss://?');
  if (/CLUSTERDOWN/.test(message)) return temporary('the Redis cluster has lost slots');
  return temporary(code === '' ? 'Redis cannot be reached' : `Redis cannot be reached (${code})`);
}

function permanent(message: string): RedisProblem {
  return { message, isTemporary: false };
}

function temporary(message: string): RedisProblem {
  return { message, isTemporary: true };
}

function detailsOf(error: unknown): { readonly message: string; readonly code: string } {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return { message: messageOf(error), code: typeof code === 'string' ? code : '' };
}

/** The text of an error of the client or of Node. */
export function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : '';
  return typeof message === 'string' ? message : '';
}
