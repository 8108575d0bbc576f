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
  const list = await reading;
  if (list === null || list.warnings.includes('FIELD_UNREADABLE')) return list;
  const selected = selectedFieldNodes(info, `${nodeType}Connection`);
  if (!selected.has('result')) return list;
  const edges = { ...info, fieldNodes: selected.get('edges') ?? [] };
  const nodes = [...(selected.get('nodes') ?? []), ...(selectedFieldNodes(edges, `${nodeType}Edge`).get('node') ?? [])];
  const fields = [...selectedFields({ ...info, fieldNodes: nodes }, nodeType)].flatMap(
    (field) => behind[field] ?? [field],
  );
  if (!list.items.some(({ node }) => hasUnreadable(node, fields))) return list;
  return { ...list, warnings: [...list.warnings, 'FIELD_UNREADABLE'] };
}
