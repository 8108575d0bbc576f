import { readFileSync } from 'node:fs';
import { createForms, manifestRules } from '../../src/composition/readForms.js';
import { createTenantForms, type TenantForms } from '../../src/forms/TenantForms.js';
import { parseManifest } from '../../src/forms/parseManifest.js';
import type { FormsManifest } from '../../src/forms/FormsManifest.js';
import type { TenantTools } from '../../src/forms/typing/Kind.js';
import { toPhoneNumber } from '../../src/wolkvox/records/phone.js';
import { TenantZone } from '../../src/wolkvox/TenantZone.js';

/** The manifest of a made-up tenant, with a field of every type. */
export const tenantManifest: FormsManifest = readManifestText(
  readFileSync(new URL('tenant.json', import.meta.url), 'utf8'),
);

/** Its forms, on a clock in Bogotá. */
export const tenantForms: TenantForms = createForms(tenantManifest, 'America/Bogota');

/** What the tenant's values are read with. */
export const tools: TenantTools = { zone: new TenantZone('America/Bogota'), toPhoneNumber };

/** A manifest from its text; throws what is wrong with it. */
export function readManifestText(text: string): FormsManifest {
  const reading = parseManifest(text, manifestRules());
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.manifest;
}

/** The forms of a manifest that a test makes up. */
export function formsOf(manifest: FormsManifest): TenantForms {
  return createTenantForms(manifest, tools);
}
