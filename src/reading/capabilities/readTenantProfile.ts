import { readFileSync } from 'node:fs';
import { parseTenantProfile, type ProfileReading } from './TenantProfile.js';

/** Reads the tenant profile from its file; an empty one without a file. Problems name the setting and the path. */
export function readTenantProfile(
  path: string | null,
  readFile: (path: string) => string = (name) => readFileSync(name, 'utf8'),
): ProfileReading {
  if (path === null) return { ok: true, profile: {} };
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const isNamed = typeof error === 'object' && error !== null && 'code' in error;
    const reason = isNamed ? ` (${String(error.code)})` : '';
    return { ok: false, problems: [`TENANT_PROFILE cannot be read: ${path}${reason}`] };
  }
  return parseTenantProfile(text);
}
