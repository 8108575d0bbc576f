import type { FormsManifest } from '../forms/FormsManifest.js';
import { type ManifestReading, type ManifestRules, parseManifest } from '../forms/parseManifest.js';
import { createTenantForms, type TenantForms } from '../forms/TenantForms.js';
import { readTypeDefs } from '../server/graphql/subgraphSchema.js';
import { toPhoneNumber } from '../wolkvox/records/phone.js';
import { reservedFields } from '../wolkvox/reservedFields.js';
import { TenantZone } from '../wolkvox/TenantZone.js';
import { readSettingFile } from './readSettingFile.js';

/** What no manifest may contradict: the schema's types, and the CRM's own fields. */
export function manifestRules(): ManifestRules {
  const types = readTypeDefs().definitions.flatMap((definition) =>
    'name' in definition ? [definition.name.value] : [],
  );
  return { schemaTypes: new Set(types), isReservedOnContacts: reservedFields.onContacts };
}

/** Reads the manifest in a file. Problems name the setting, and the line where there is one. */
export function readFormsManifest(path: string): ManifestReading {
  const file = readSettingFile('FORMS_MANIFEST', path);
  return 'problem' in file ? { ok: false, problems: [file.problem] } : parseManifest(file.text, manifestRules());
}

/** The typed forms of a tenant in its time zone. */
export function createForms(manifest: FormsManifest, timeZone: string): TenantForms {
  return createTenantForms(manifest, { zone: new TenantZone(timeZone), toPhoneNumber });
}
