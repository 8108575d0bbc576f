const pageRows = 250;

/**
 * The fewest calls that one way of reading a list takes for its first `wanted` items: every list of the CRM that the
 * way is made of has to be read up to the last of them, and as far as it takes to know that nothing comes before it.
 * Computed from all rows, which no client has; what the planner is measured against.
 *
 * @param {object} way
 * @param {readonly string[]} way.order the ids of all records, in the order of the list
 * @param {readonly string[]} way.items the ids of all items of the list, in the same order
 * @param {number} way.wanted
 * @param {readonly { readonly ids: readonly string[], readonly id?: string | undefined }[]} way.sources the records of
 *   each list of the CRM, and the id it was searched by, if it was
 */
export function callsOfWay({ order, items, wanted, sources }) {
  const places = new Map(order.map((id, index) => [id, index]));
  const placeOf = (/** @type {string} */ id) => places.get(id) ?? Infinity;
  const last = items[wanted - 1];
  const end = last === undefined ? Infinity : placeOf(last);
  let calls = 0;
  for (const { ids, id } of sources) {
    // Ids stand in the order of their records: those behind the last item are never asked for.
    if (id !== undefined && last !== undefined && id > last) continue;
    const upToEnd = ids.filter((one) => placeOf(one) <= end).length;
    const needed = upToEnd === ids.length || (last !== undefined && ids.includes(last)) ? upToEnd : upToEnd + 1;
    calls += Math.max(1, Math.ceil(needed / pageRows));
  }
  return calls;
}
