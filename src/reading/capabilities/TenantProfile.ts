import { z } from 'zod';
import { maxPageLimit } from '../../model/search.js';
import { fieldsRowsMayLack } from './CapabilityValues.js';

const word = z.string().trim().min(1, 'must not be empty');
const condition = z.enum(['OPEN', 'ON_HOLD', 'SOLVED', 'CLOSED', 'UNKNOWN']);
const pageLength = z
  .number()
  .int()
  .min(1)
  .max(maxPageLimit, `must be asAsked, or a number of rows from 1 to ${String(maxPageLimit)}`);
const rowField = z.enum(fieldsRowsMayLack);

/** The file that `TENANT_PROFILE` names: what is known of the tenant's CRM. Every key may be left out. */
const Profile = z.strictObject({
  version: z.literal(1).optional(),
  /** What wrote the file, such as `doctor`, and when. */
  writtenBy: z.string().optional(),
  writtenAt: z.string().optional(),
  rowOrder: z.enum(['oldestFirst', 'newestFirst', 'unknown']).optional(),
  pageLength: z.union([z.literal('asAsked'), pageLength]).optional(),
  totals: z.union([z.boolean(), z.literal('unknown')]).optional(),
  datesListBy: z.enum(['creation', 'modification', 'unavailable', 'unknown']).optional(),
  matching: z.enum(['exact', 'foldCase', 'foldAccents', 'partial', 'unknown']).optional(),
  activitiesReadable: z.boolean().optional(),
  /** Which searchable fields rows carry: those named, or each with yes or no. */
  rowsCarry: z.union([z.array(rowField).transform(carriedOnly), z.partialRecord(rowField, z.boolean())]).optional(),
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone such as America/Bogota').optional(),
  statusConditions: z.record(word, condition).optional(),
  maxPageBytes: z.number().int().min(1_024).optional(),
  vocabulary: z
    .strictObject({
      caseTypes: z.array(word).default([]),
      statuses: z.array(z.strictObject({ name: word, condition })).default([]),
      priorities: z.array(word).default([]),
    })
    .optional(),
});

/** What a tenant profile declares; a key that is absent declares nothing. */
export type TenantProfile = z.output<typeof Profile>;

/** A profile, or every problem with its text: a line each, naming the key and repeating no value. */
export type ProfileReading =
  { readonly ok: true; readonly profile: TenantProfile } | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the text of a tenant profile. */
export function parseTenantProfile(text: string): ProfileReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problems: ['TENANT_PROFILE is not JSON'] };
  }
  const parsed = Profile.safeParse(value);
  if (parsed.success) return { ok: true, profile: parsed.data };
  return { ok: false, problems: parsed.error.issues.map((issue) => describe(issue)) };
}

function describe({ code, path, message, ...issue }: z.core.$ZodIssue): string {
  const key = path.length === 0 ? '' : ` key ${path.join('.')}`;
  if (code !== 'unrecognized_keys' || !('keys' in issue)) return `TENANT_PROFILE${key}: ${message}`;
  return `TENANT_PROFILE${key}: there is no key ${issue.keys.join(', ')}`;
}

function carriedOnly(fields: readonly (typeof fieldsRowsMayLack)[number][]) {
  return Object.fromEntries(fieldsRowsMayLack.map((field) => [field, fields.includes(field)]));
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
