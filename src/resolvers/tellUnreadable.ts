import type { TenantForms } from '../forms/TenantForms.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { List } from '../model/List.js';
import { hasUnreadable } from '../model/unreadable.js';
import { selectedFieldNodes, selectedFields, type SelectionInfo } from './selectedFields.js';

/** The fields of a record behind those of the graph that have another name. */
const behind: Readonly<Record<string, readonly string[]>> = {
  isOverdue: ['dueAt', 'closedAt', 'status', 'isExpired'],
};

/**
 * A list with FIELD_UNREADABLE among its warnings where a field that this operation selects of its nodes could not be
 * read. Known before the nodes are answered: what is selected is read here and remembered, so it costs nothing twice.
 * Null for a list that cannot be read.
 */
export async function tellUnreadable<T extends object>(
  reading: Promise<List<T> | null>,
  info: SelectionInfo,
  nodeType: 'Case' | 'Activity' | 'CollectionGestion',
): Promise<List<T> | null> {
  return tellWhere(reading, info, nodeType, () => () => false);
}

/** The same for cases, whose forms can have fields that could not be read as well. */
export async function tellUnreadableCases(
  reading: Promise<List<CaseRecord> | null>,
  info: SelectionInfo,
  forms: TenantForms | null,
): Promise<List<CaseRecord> | null> {
  return tellWhere(reading, info, 'Case', (ofNodes) => {
    const formNodes = selectedFieldNodes(ofNodes, 'Case').get('form');
    if (forms === null || formNodes === undefined) return () => false;
    const ofForm = { ...info, fieldNodes: formNodes };
    const selected = new Map<string, ReadonlySet<string>>();
    return (record) => {
      const form = forms.caseForm(record);
      const fields = selected.get(form.__typename) ?? selectedFields(ofForm, form.__typename);
      selected.set(form.__typename, fields);
      return hasUnreadable(form, fields);
    };
  });
}

/** `inside` makes, of what is selected of the nodes, a check of what hangs on one of them. */
async function tellWhere<T extends object>(
  reading: Promise<List<T> | null>,
  info: SelectionInfo,
  nodeType: 'Case' | 'Activity' | 'CollectionGestion',
  inside: (ofNodes: SelectionInfo) => (node: T) => boolean,
): Promise<List<T> | null> {
  const list = await reading;
  if (list === null || list.warnings.includes('FIELD_UNREADABLE')) return list;
  const selected = selectedFieldNodes(info, `${nodeType}Connection`);
  if (!selected.has('result')) return list;
  const edges = { ...info, fieldNodes: selected.get('edges') ?? [] };
  const nodes = [...(selected.get('nodes') ?? []), ...(selectedFieldNodes(edges, `${nodeType}Edge`).get('node') ?? [])];
  const ofNodes = { ...info, fieldNodes: nodes };
  const fields = [...selectedFields(ofNodes, nodeType)].flatMap((field) => behind[field] ?? [field]);
  const isUnreadableInside = inside(ofNodes);
  if (!list.items.some(({ node }) => hasUnreadable(node, fields) || isUnreadableInside(node))) return list;
  return { ...list, warnings: [...list.warnings, 'FIELD_UNREADABLE'] };
}
