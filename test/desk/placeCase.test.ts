import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { placeCase } from '../../examples/desk/src/live/placeCase.js';

/** A case that was created at that second. */
const edge = (second: number, id = String(second)) => ({
  node: { id, createdAt: new Date(second * 1_000).toISOString() },
});
const ids = (edges: readonly { readonly node: { readonly id: string } }[]) => edges.map(({ node }) => node.id);
const rows = [edge(50), edge(40), edge(30)];

test('a new case comes first, and an older one in its place', () => {
  const options = { belongs: true, hasNextPage: true };
  expect(ids(placeCase(rows, edge(60), options))).toEqual(['60', '50', '40', '30']);
  expect(ids(placeCase(rows, edge(45), options))).toEqual(['50', '45', '40', '30']);
});

test('a case behind the last row waits for its page, and stands at the end where there is none', () => {
  expect(ids(placeCase(rows, edge(20), { belongs: true, hasNextPage: true }))).toEqual(['50', '40', '30']);
  expect(ids(placeCase(rows, edge(20), { belongs: true, hasNextPage: false }))).toEqual(['50', '40', '30', '20']);
});

test('a case that does not belong any more is taken out', () => {
  expect(ids(placeCase(rows, edge(40), { belongs: false, hasNextPage: true }))).toEqual(['50', '30']);
});

test('whatever is told, in whatever order and however often, no case is there twice and the newest is first', () => {
  const change = fc.record({ second: fc.integer({ min: 0, max: 30 }), belongs: fc.boolean() });
  fc.assert(
    fc.property(fc.array(change), fc.boolean(), (changes, hasNextPage) => {
      const placed = changes.reduce<readonly ReturnType<typeof edge>[]>(
        (edges, { second, belongs }) => placeCase(edges, edge(second), { belongs, hasNextPage }),
        [],
      );
      const seconds = placed.map(({ node }) => Number(node.id));
      expect(seconds).toEqual([...new Set(seconds)].sort((a, b) => b - a));
    }),
  );
});
