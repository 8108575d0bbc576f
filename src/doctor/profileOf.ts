import type { Finding, FindingId } from './Finding.js';

/** The keys of a tenant profile that were settled, with their values; see docs/configuration.md. */
export type SettledProfile = Readonly<Record<string, unknown>>;

/** What a finding settles of the profile: its value, unless it could not be told. */
const sameNames: readonly FindingId[] = [
  'timeZone',
  'rowOrder',
  'pageLength',
  'totals',
  'datesListBy',
  'matching',
  'activitiesReadable',
  'rowsCarry',
  'statusConditions',
];

/** The profile that findings settle. What could not be told is left out, so that the server plans for it safely. */
export function profileOf(findings: readonly Finding[]): SettledProfile {
  const valueOf = (id: FindingId): unknown => {
    const found = findings.find((each) => each.id === id);
    return found === undefined || found.status === 'unknown' ? null : found.value;
  };
  const settled = sameNames.map((id) => [id, valueOf(id)] as const);
  const vocabulary = valueOf('vocabulary');
  const words =
    typeof vocabulary === 'object' && vocabulary !== null
      ? Object.fromEntries(Object.entries(vocabulary).filter(([name]) => name !== 'customLabels'))
      : null;
  return Object.fromEntries(
    [...settled, ['vocabulary', words] as const].filter(([, value]) => value !== null && value !== 'unknown'),
  );
}

/**
 * The text of a profile file. Conditions of statuses that somebody wrote into the file before are kept: the doctor cannot
 * find them out.
 */
export function profileText(
  profile: SettledProfile,
  writtenAt: Date,
  before: { readonly statusConditions?: Readonly<Record<string, string>> | undefined },
): string {
  const found = profile['statusConditions'];
  const conditions = { ...before.statusConditions, ...(typeof found === 'object' ? found : {}) };
  const file = {
    version: 1,
    writtenBy: 'doctor',
    writtenAt: writtenAt.toISOString(),
    ...profile,
    ...(Object.keys(conditions).length > 0 && { statusConditions: conditions }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
