import { jsonObject, type Json, type JsonObject } from '../Json.js';

/** The parts of a case, those without a value left out of the document. */
export interface CaseParts {
  readonly idPrefijo: string;
  readonly form: JsonObject;
  readonly owner: Json;
  readonly prefix: string;
  readonly idCase: string;
  readonly timeEstimated: string;
  readonly contact: string;
  readonly contactId: string;
  readonly contactIdentification: string;
  readonly nameContact: string;
  readonly contactEmail?: string | undefined;
  readonly contactTel?: Json | undefined;
  readonly company?: { readonly name: string; readonly id: string; readonly identification: string } | undefined;
  readonly description: string;
  readonly reOpened: boolean;
  readonly caseType: string;
  readonly files: readonly Json[];
  readonly attached?: readonly Json[] | undefined;
  readonly groupsOwner: readonly Json[];
  readonly status: JsonObject;
  readonly history: readonly Json[];
  readonly priority: JsonObject;
  readonly closeDate: string;
  readonly responsible: Json;
  readonly dependentOf: string | null;
  readonly expiry?:
    { readonly isExpired: boolean; readonly expiringPercent: number; readonly expiredPercent: number } | undefined;
  readonly solution?: string | undefined;
  readonly reason?: string | undefined;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly modifiedAt?: string | undefined;
  readonly modifiedBy?: string | undefined;
  readonly origin: string | null;
  readonly ipAddress: string;
  readonly id: string;
}

/** A case in the vendor's spelling; keys in the order of its page, undocumented ones beside their kin. */
export function caseDocument(parts: CaseParts): JsonObject {
  return jsonObject([
    ['idPrefijo', parts.idPrefijo],
    ['form', parts.form],
    ['owner', parts.owner],
    ['prefix', parts.prefix],
    ['idCase', parts.idCase],
    ['timeEstimated', parts.timeEstimated],
    ['contact', parts.contact],
    ['contactId', parts.contactId],
    ['contactIdentification', parts.contactIdentification],
    ['nameContact', parts.nameContact],
    ['contactEmail', parts.contactEmail],
    ['contactTel', parts.contactTel],
    ['companyName', parts.company?.name],
    ['companyId', parts.company?.id],
    ['companyIdentification', parts.company?.identification],
    ['description_case', parts.description],
    ['reOpened', parts.reOpened],
    ['caseType', parts.caseType],
    ['files', parts.files],
    ['Attached', parts.attached],
    ['groupsOwner', parts.groupsOwner],
    ['status', parts.status],
    ['history', parts.history],
    ['case_dependent', parts.dependentOf === null ? 'independent' : 'dependent'],
    ['case_dependentOf', parts.dependentOf],
    ['priority', parts.priority],
    ['closeDate', parts.closeDate],
    ['responsible', parts.responsible],
    ['caseExpired', parts.expiry?.isExpired],
    ['expiringPercent', parts.expiry?.expiringPercent],
    ['expiredPercent', parts.expiry?.expiredPercent],
    ['solution', parts.solution],
    ['reason', parts.reason],
    ['wolkvox_fecha_creacion', parts.createdAt],
    ['wolkvox_usuario_creacion', parts.createdBy],
    ['wolkvox_fecha_modificacion', parts.modifiedAt],
    ['wolkvox_usuario_modificacion', parts.modifiedBy],
    ['wolkvox_origen', parts.origin],
    ['wolkvox_ip_address', parts.ipAddress],
    ['wolkvox_id', parts.id],
  ]);
}
