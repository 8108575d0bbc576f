/** An entry of a list of cases, as far as its place depends on it. */
interface Edge {
  readonly node: { readonly id: string; readonly createdAt?: string | null };
}

/**
 * A list of cases, the newest first, after one of them was created or changed: taken out where it does not belong to the
 * list any more, put where it belongs otherwise. What belongs behind the last row that was loaded comes with its page.
 */
export function placeCase<E extends Edge>(
  edges: readonly E[],
  changed: E,
  { belongs, hasNextPage }: { readonly belongs: boolean; readonly hasNextPage: boolean },
): readonly E[] {
  const isThere = edges.some(({ node }) => node.id === changed.node.id);
  if (belongs && isThere) return edges;
  const others = edges.filter(({ node }) => node.id !== changed.node.id);
  if (!belongs) return others;
  const at = others.findIndex(({ node }) => (node.createdAt ?? '') < (changed.node.createdAt ?? ''));
  if (at === -1) return hasNextPage ? others : [...others, changed];
  return [...others.slice(0, at), changed, ...others.slice(at)];
}
