import type { Json, JsonObject } from '../../model/Json.js';
import type { Intent } from '../../writing/Writer.js';

type Input = Readonly<Record<string, unknown>> & { readonly idempotencyKey: string };

/** Arguments whose value is the caller's own JSON, in which null is a value like any other. */
const jsonArguments = new Set(['fields', 'value']);

/**
 * The caller's name for a write with the input it stands for. Arguments that are null, empty or left out write the same
 * and are left out; instants are written in one form; the order of custom fields, which means nothing, is by label.
 */
export function toIntent(input: Input): Intent {
  const { idempotencyKey, ...rest } = input;
  return { idempotencyKey, input: describeObject(rest) };
}

function describeObject(input: object): JsonObject {
  const entries: [string, Json][] = [];
  for (const [name, value] of Object.entries<unknown>({ ...input })) {
    if (value === null || value === undefined || (saysNothing(value) && !jsonArguments.has(name))) continue;
    if (name === 'customFields' && Array.isArray(value)) entries.push([name, describeList(value).sort(byLabel)]);
    else if (name === 'form' && typeof value === 'object') entries.push([name, describeForm(value)]);
    else entries.push([name, jsonArguments.has(name) ? describeJson(value) : describe(value)]);
  }
  return Object.fromEntries(entries);
}

/** Names in it are the tenant's: none of them means what it means among the arguments. */
function describeForm(form: object): JsonObject {
  const given = Object.entries<unknown>({ ...form }).filter(([, value]) => value != null && !saysNothing(value));
  return Object.fromEntries(given.map(([name, value]) => [name, describe(value)]));
}

/** What is sent for these is what is sent when they are left out. */
function saysNothing(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function describe(value: unknown): Json {
  if (Array.isArray(value)) return describeList(value);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? describeObject(value) : describeJson(value);
}

function describeList(values: readonly unknown[]): Json[] {
  return values.map(describe);
}

function describeJson(value: unknown): Json {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' || value === null)
    return value;
  if (Array.isArray(value)) return value.map(describeJson);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, describeJson(child)]));
  }
  throw new TypeError('An argument of a mutation has a value that no GraphQL input can have.');
}

function byLabel(left: Json, right: Json): number {
  const [a, b] = [labelOf(left), labelOf(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function labelOf(field: Json): string {
  return JSON.stringify(field !== null && typeof field === 'object' && 'label' in field ? field.label : null);
}
