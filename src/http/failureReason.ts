/** What kept a response from arriving, as far as the error tells. */
export type FailureReason =
  | 'dns'
  | 'refused'
  | 'tls'
  | 'timeout'
  | 'reset'
  /** No way to the address. */
  | 'route'
  | 'proxy'
  /** What came is not HTTP. */
  | 'protocol'
  | 'tooLarge'
  | 'aborted'
  | 'unknown';

/** Deep enough for what undici and Node wrap around one another. */
const maxDepth = 5;

/** Reads the reason out of an error of undici or Node, or out of what it wraps. */
export function failureReason(error: unknown, depth = maxDepth): FailureReason {
  if (typeof error !== 'object' || error === null || depth === 0) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isProxys = 'message' in error && /^Proxy response/i.test(String(error.message));
  // Its code is missing where the first bytes are wrong already.
  const isParsers = 'name' in error && error.name === 'HTTPParserError';
  const reason = isProxys ? 'proxy' : isParsers ? 'protocol' : reasonOf(code);
  if (reason !== null) return reason;
  // A host with several addresses fails with one error for each.
  const inner: unknown[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  const reasons = [...inner, 'cause' in error ? error.cause : null].map((one) => failureReason(one, depth - 1));
  return reasons.find((one) => one !== 'unknown') ?? 'unknown';
}

function reasonOf(code: string): FailureReason | null {
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'dns';
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') return 'timeout';
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET') return 'reset';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL') return 'route';
  if (code.startsWith('HPE_') || code.startsWith('UND_ERR_RES')) return 'protocol';
  return isTls(code) ? 'tls' : null;
}

/** OpenSSL's names of what is wrong with a certificate, and Node's of what is wrong with a handshake. */
function isTls(code: string): boolean {
  return (
    /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(code) ||
    ['EPROTO', 'HOSTNAME_MISMATCH', 'INVALID_CA', 'INVALID_PURPOSE', 'PATH_LENGTH_EXCEEDED'].includes(code)
  );
}
