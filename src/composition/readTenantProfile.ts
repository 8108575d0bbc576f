import { parseTenantProfile, type ProfileReading } from '../reading/capabilities/TenantProfile.js';
import { readSettingFile } from './readSettingFile.js';

/** Reads the tenant profile from its file; an empty one without a file. */
export function readTenantProfile(path: string | null): ProfileReading {
  if (path === null) return { ok: true, profile: {} };
  const file = readSettingFile('TENANT_PROFILE', path);
  return 'problem' in file ? { ok: false, problems: [file.problem] } : parseTenantProfile(file.text);
}
