import type { FormsManifest } from '../forms/FormsManifest.js';
import type { Sample } from '../forms/inference/sampleRecords.js';
import { type MergedManifest, mergeManifest } from '../forms/inference/mergeManifest.js';
import { defaultCapabilities } from '../reading/capabilities/CapabilityValues.js';
import { startDevelopmentEmulator } from '../server/process/developmentEmulator.js';
import type { DoctorSettings } from '../server/settings/doctorSettings.js';
import { toPhoneNumber } from '../wolkvox/records/phone.js';
import { systemClock } from '../wolkvox/systemClock.js';
import { TenantZone } from '../wolkvox/TenantZone.js';
import { sampleTenant } from './sampleTenant.js';

/** What was seen of one kind of record. */
export interface Looked {
  readonly records: number;
  readonly total: number | null;
  readonly isComplete: boolean;
}

/** A manifest with what the CRM adds to it, and how much of the CRM was seen. */
export interface Inferred extends MergedManifest {
  readonly cases: Looked;
  readonly contacts: Looked;
  readonly calls: number;
}

/**
 * Looks at the tenant of the settings, or in development without one at the emulator, which `onEmulator` is told of. Null
 * where the settings name no tenant. Rejects with a `Fault` when the CRM cannot be read.
 */
export async function inferForms(
  settings: DoctorSettings,
  calls: number,
  before: FormsManifest,
  schemaTypes: ReadonlySet<string>,
  onEmulator: () => void,
): Promise<Inferred | null> {
  const { baseUrl, operation, token, proxyUrl, markerField } = settings;
  const isUnset = baseUrl === null && operation === null && token === null && settings.addressProblem === 'missing';
  const emulator = isUnset && !settings.isProduction ? await startDevelopmentEmulator() : null;
  if (emulator !== null) onEmulator();
  const upstream =
    baseUrl !== null && operation !== null && token !== null ? { baseUrl, operation, token } : emulator?.upstream;
  if (upstream === undefined) return null;
  const timeZone = settings.timeZone ?? defaultCapabilities.timeZone;
  const zone = new TenantZone(timeZone);
  // Neither the client's timers nor the emulator keep a process alive, and at a terminal nothing else does.
  const alive = setInterval(() => undefined, 60_000);
  try {
    const sample = await sampleTenant({ ...upstream, timeZone, proxyUrl }, calls, systemClock);
    const evidence = {
      cases: sample.cases.evidence.kinds(markerField),
      contacts: sample.contacts.evidence.kinds(null),
    };
    const merged = mergeManifest(before, evidence, { zone, toPhoneNumber }, schemaTypes);
    return { ...merged, cases: lookedAt(sample.cases), contacts: lookedAt(sample.contacts), calls: sample.calls };
  } finally {
    await emulator?.stop();
    clearInterval(alive);
  }
}

function lookedAt({ evidence, total, isComplete }: Sample): Looked {
  return { records: evidence.records, total, isComplete };
}
