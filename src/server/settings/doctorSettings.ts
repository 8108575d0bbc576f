import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type EnvironmentVariables, readEnvironment } from './environment.js';
import { bypassesProxy } from './outboundProxy.js';
import { parseBoolean, parseProxyUrl } from './parsers.js';
import { readSecretFiles } from './secretFiles.js';
import { isLoopback } from './serverUrl.js';

/** What is wrong with an address as it was set; null for nothing. */
export type AddressProblem =
  'missing' | 'doubledScheme' | 'noScheme' | 'plainHttp' | 'path' | 'retiredHost' | 'noAddress' | null;

/** The settings as a diagnosis needs them: with what is wrong left in, to be told. */
export interface DoctorSettings {
  /** The server to ask, mended where the address can be; null where it cannot. */
  readonly baseUrl: URL | null;
  readonly addressProblem: AddressProblem;
  readonly operation: string | null;
  readonly token: string | null;
  /** As set; null where it is not. */
  readonly timeZone: string | null;
  readonly activitiesReadable: boolean | null;
  readonly tenantProfileFile: string | null;
  /** The manifest of typed forms; null where it is not set. */
  readonly formsManifestFile: string | null;
  readonly markerField: string | null;
  readonly proxyUrl: URL | null;
  readonly isProduction: boolean;
  /** What stands in the way of any diagnosis, a line each. */
  readonly problems: readonly string[];
}

/** Reads the server's own variables, only those that say what the tenant is and how to reach it. */
export function readDoctorSettings(
  environment?: EnvironmentVariables,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): DoctorSettings {
  const { given, problems } = readSecretFiles(readEnvironment(environment), readFile);
  const { url, problem } = readAddress(given['WOLKVOX_BASE_URL']);
  const proxy = parseProxyUrl(given['HTTPS_PROXY'] ?? given['https_proxy'] ?? '');
  const noProxy = given['NO_PROXY'] ?? given['no_proxy'] ?? '';
  const profile = given['TENANT_PROFILE'];
  const forms = given['FORMS_MANIFEST'];
  return {
    baseUrl: url,
    addressProblem: problem,
    operation: given['WOLKVOX_OPERATION'] ?? null,
    token: (given['WOLKVOX_TOKEN'] ?? '') === '' ? null : (given['WOLKVOX_TOKEN'] ?? null),
    timeZone: given['WOLKVOX_TIME_ZONE'] ?? null,
    activitiesReadable: parseBoolean(given['WOLKVOX_ACTIVITIES_READABLE'] ?? ''),
    tenantProfileFile: profile === undefined ? null : resolve(profile),
    formsManifestFile: forms === undefined ? null : resolve(forms),
    markerField: given['WOLKVOX_MARKER_FIELD'] ?? null,
    proxyUrl: proxy !== null && url !== null && !bypassesProxy(url, noProxy) ? proxy : null,
    isProduction: given['NODE_ENV'] === 'production',
    problems,
  };
}

/** Mends what people write: a scheme twice or not at all, plain http, the path of the API behind the server. */
export function readAddress(text: string | undefined): { readonly url: URL | null; readonly problem: AddressProblem } {
  if (text === undefined) return { url: null, problem: 'missing' };
  const [schemes = ''] = /^(?:\s*https?:\/*)+/i.exec(text) ?? [];
  const isDoubled = (schemes.match(/https?:/gi) ?? []).length > 1;
  const isHttp = /^\s*http:/i.test(schemes) && !isDoubled;
  const rest = text.slice(schemes.length).trim();
  const host = rest.split(/[/?#]/, 1)[0] ?? '';
  if (!/^(?:[\w.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i.test(host) || !URL.canParse(`https://${host}`)) {
    return { url: null, problem: 'noAddress' };
  }
  const isLocal = isLoopback(new URL(`https://${host}`));
  const url = new URL(`${isHttp && isLocal ? 'http' : 'https'}://${host}`);
  if (isDoubled) return { url, problem: 'doubledScheme' };
  if (schemes === '') return { url, problem: 'noScheme' };
  if (isHttp && !isLocal) return { url, problem: 'plainHttp' };
  if (url.hostname === 'crmvox.com' || url.hostname.endsWith('.crmvox.com')) return { url, problem: 'retiredHost' };
  return { url, problem: /^[/?#]*$/.test(rest.slice(host.length)) ? null : 'path' };
}
