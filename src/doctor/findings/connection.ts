import type { ProbeFailure } from '../../wolkvox/diagnosis/CrmProbe.js';
import type { AddressProblem } from '../../server/settings/doctorSettings.js';
import { type Finding, type FindingId, finding, notReached, notTold } from '../Finding.js';

const wrong = {
  missing: { es: 'WOLKVOX_BASE_URL no está puesta', en: 'WOLKVOX_BASE_URL is not set' },
  doubledScheme: { es: 'la dirección lleva dos veces https://', en: 'the address has https:// twice' },
  noScheme: { es: 'a la dirección le falta https://', en: 'the address lacks https://' },
  plainHttp: { es: 'la dirección usa http sin cifrar', en: 'the address uses plain http' },
  path: { es: 'la dirección lleva una ruta después del servidor', en: 'the address has a path behind the server' },
  retiredHost: {
    es: 'el servidor es uno de crmvox.com, retirados el 30 de noviembre de 2024',
    en: 'the server is one of crmvox.com, which were retired on 30 November 2024',
  },
  noAddress: { es: 'no es una dirección', en: 'it is not an address' },
} as const;

/** Whether the address is written as it should be. */
export function judgeAddress(url: URL | null, problem: AddressProblem): Finding {
  if (problem === null) {
    return finding('baseUrl', 'ok', {
      seen: { es: 'la dirección está bien escrita', en: 'the address is well formed' },
    });
  }
  const corrected = problem === 'retiredHost' || url === null ? null : url.origin;
  return finding('baseUrl', 'fail', {
    seen: wrong[problem],
    do:
      corrected === null
        ? {
            es: 'entre al CRM, copie el servidor de la barra de direcciones: https://crm0001.wolkvox.com, por ejemplo',
            en: 'log in to the CRM and copy the server from the address bar, such as https://crm0001.wolkvox.com',
          }
        : { es: `use WOLKVOX_BASE_URL=${corrected}`, en: `set WOLKVOX_BASE_URL=${corrected}` },
    value: corrected,
  });
}

const reached = {
  host: { es: 'el nombre existe', en: 'the name exists' },
  tls: { es: 'el certificado es válido', en: 'the certificate is valid' },
  firewall: { es: 'el servidor responde', en: 'the server answers' },
} as const;

/** Whether the server can be reached, told by the first call: its answer, or what kept one from coming. */
export function judgeConnection(failure: ProbeFailure | null, isPlain: boolean): readonly Finding[] {
  const ok = (id: keyof typeof reached): Finding =>
    id === 'tls' && isPlain
      ? finding('tls', 'ok', { seen: { es: 'sin cifrar, en esta misma máquina', en: 'plain, on this same machine' } })
      : finding(id, 'ok', { seen: reached[id] });
  const isLeftOut = (id: FindingId): Finding => notTold(id, notReached);
  if (failure === null || failure.status !== null) return [ok('host'), ok('tls'), ok('firewall')];
  switch (failure.reason) {
    case 'dns':
      return [
        finding('host', 'fail', {
          seen: { es: 'el nombre del servidor no existe (DNS)', en: 'the name of the server does not exist (DNS)' },
          do: {
            es: 'lea de nuevo el servidor en la barra de direcciones del CRM',
            en: 'read the server again from the address bar of the CRM',
          },
        }),
        isLeftOut('tls'),
        isLeftOut('firewall'),
      ];
    case 'tls':
      return [
        ok('host'),
        finding('tls', 'fail', {
          seen: {
            es: 'el certificado no es válido para este servidor',
            en: 'the certificate is not valid for this server',
          },
          do: {
            es: 'revise el servidor; si un proxy de la empresa abre el cifrado, agregue su autoridad con NODE_EXTRA_CA_CERTS',
            en: 'check the server; if a company proxy opens the encryption, add its authority with NODE_EXTRA_CA_CERTS',
          },
        }),
        isLeftOut('firewall'),
      ];
    case 'refused':
      return [
        ok('host'),
        isLeftOut('tls'),
        blocked({ es: 'la conexión fue rechazada', en: 'the connection was refused' }),
      ];
    case 'proxy':
      return [
        isLeftOut('host'),
        isLeftOut('tls'),
        finding('firewall', 'fail', {
          seen: { es: 'el proxy no dejó pasar la conexión', en: 'the proxy did not let the connection through' },
          do: { es: 'revise HTTPS_PROXY', en: 'check HTTPS_PROXY' },
        }),
      ];
    case null:
    default:
      return [
        ok('host'),
        isLeftOut('tls'),
        blocked(
          failure.class === 'timeout'
            ? { es: 'el servidor no contesta: silencio', en: 'the server does not answer: silence' }
            : { es: 'la conexión se cortó', en: 'the connection broke' },
        ),
      ];
  }
}

function blocked(seen: Finding['seen']): Finding {
  return finding('firewall', 'fail', {
    seen,
    do: {
      es: 'pida al proveedor que admita la dirección IP de salida de esta máquina, o use HTTPS_PROXY con una que ya lo esté',
      en: 'ask the vendor to admit the outgoing IP address of this machine, or set HTTPS_PROXY to one that is admitted',
    },
  });
}
