import { createHash } from 'node:crypto';
import type { Page } from '../Answer.js';
import { type JsonObject, scalarText } from '../Json.js';
import { Refusal } from '../Refusal.js';
import type { Settings } from '../Settings.js';
import type { Table } from '../store/Table.js';
import type { Tenant } from '../Tenant.js';
import { pageOf } from './parameters.js';
import { asHeld, asSent } from './rowForms.js';

/** A text as the comparison sees it: without what makes no difference to it. */
function folded(text: string, matching: Settings['matching']): string {
  switch (matching) {
    case 'exact':
      return text;
    case 'caseInsensitive':
    case 'partial':
      return text.toLowerCase();
    case 'accentInsensitive':
      return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  }
}

/** Whether one of a record's values answers the one asked for, in the way that the settings say. */
export function matches(values: readonly string[], wanted: string, matching: Settings['matching']): boolean {
  const sought = folded(wanted, matching);
  return values.some((value) => {
    const held = folded(value, matching);
    return matching === 'partial' ? held.includes(sought) : held === sought;
  });
}

/** A text of the same length for each id, in whose order ids stand without regard to their dates. */
function scrambled(id: string): string {
  return createHash('sha1').update(id).digest('hex');
}

/** What was found, which comes in the order in which it was stored, in the tenant's order. */
function inOrder(found: readonly JsonObject[], order: Settings['order']): readonly JsonObject[] {
  switch (order) {
    case 'oldestFirst':
      return found;
    case 'newestFirst':
      return found.toReversed();
    case 'unordered': {
      return found
        .map((document) => ({ document, key: scrambled(scalarText(document['wolkvox_id']) ?? '') }))
        .sort((one, other) => (one.key < other.key ? -1 : 1))
        .map(({ document }) => document);
    }
  }
}

/** The number of the page whose rows are sent. Refuses with 416 one past the last, where the tenant's CRM does. */
function pageToSend(page: number, lastPage: number, pastEnd: Settings['pastEnd']): number {
  if (page <= Math.max(1, lastPage) || pastEnd === 'empty') return page;
  if (pastEnd === 'refuse') throw new Refusal('range', 'page');
  return Math.max(1, lastPage);
}

/** The page of the visible records that pass the test, in the tenant's order. */
export function searchTable(
  table: Table,
  body: JsonObject,
  isWanted: (document: JsonObject) => boolean,
  tenant: Tenant,
): Page {
  const { settings } = tenant;
  const { page, limit } = pageOf(body, settings);
  const nowMs = tenant.clock.nowMs();
  const found = table
    .records()
    .filter((record) => record.visibleFromMs <= nowMs)
    .map((record) => asHeld(record.document, settings))
    .filter(isWanted);
  const sent = pageToSend(page, Math.ceil(found.length / limit), settings.pastEnd);
  const rows = inOrder(found, settings.order).slice((sent - 1) * limit, sent * limit);
  return { rows: rows.map((row) => asSent(row, settings)), page, limit, totalRecords: found.length };
}
