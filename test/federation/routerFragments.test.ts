import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import { makeManifest } from '../../examples/router/manifest.mjs';
import type { ReportedError } from '../../src/server/errors/reportErrors.js';
import { createSubgraphSchema } from '../../src/server/graphql/subgraphSchema.js';

/** Everything an error of the subgraph can carry; the compiler refuses this table when one is missing or gone. */
const extensions: Record<keyof ReportedError['extensions'], 'always' | 'development only'> = {
  code: 'always',
  retryable: 'always',
  requestId: 'always',
  retryAfterMs: 'always',
  resetsAt: 'always',
  argument: 'always',
  limit: 'always',
  reason: 'always',
  omittedErrors: 'always',
  hint: 'development only',
};
const productionKeys = Object.entries(extensions).flatMap(([key, when]) => (when === 'always' ? [key] : []));

const fragment = (name: string): string =>
  readFileSync(new URL(`../../examples/router/${name}`, import.meta.url), 'utf8');

/** The keys of every list under a name, such as `allow_extensions_keys: [code]`, whatever section it stands in. */
function listed(yaml: string, name: string): readonly string[] {
  return [...yaml.matchAll(new RegExp(`\\b${name}: \\[([^\\]]*)\\]`, 'g'))].flatMap(([, keys = '']) =>
    keys.split(/,\s*/),
  );
}

describe('the fragments for routers', () => {
  test('let through exactly what an error of the subgraph can carry in production', () => {
    expect([...new Set(listed(fragment('router.yaml'), 'allow_extensions_keys'))].sort()).toEqual(
      productionKeys.sort(),
    );
    expect([...new Set(listed(fragment('hive-router.yaml'), 'keys'))].sort()).toEqual(productionKeys.sort());
  });

  test.each(['router.yaml', 'hive-router.yaml'])('take the router’s secret from its environment (%s)', (name) => {
    expect(fragment(name)).toMatch(/name: router-authorization\n\s+(value|expression): .*ROUTER_SECRET/);
  });
});

describe('the manifest of persisted operations', () => {
  const fragment = 'fragment Row on Case { id contact { name } }';
  const queue = `${fragment} query Queue($status: String!) { cases(filter: { status: { eq: $status } }, first: 10) { nodes { ...Row } } }`;
  const quota = 'query Quota { __typename wolkvoxQuota { remaining } }';

  test('has every operation as Apollo Client sends it, under the hash of its text', () => {
    const { operations, ...rest } = makeManifest({ 'sha256:1': queue, 'sha256:2': quota });
    expect(rest).toEqual({ format: 'apollo-persisted-query-manifest', version: 1 });
    expect(operations.map(({ name, type }) => [name, type])).toEqual([
      ['Queue', 'query'],
      ['Quota', 'query'],
    ]);
    const [{ id, body } = { id: '', body: '' }, { body: ofQuota } = { body: '' }] = operations;
    expect(id).toBe(createHash('sha256').update(body).digest('hex'));
    // Once in each selection but the operation's own: the fragment, its contact, the connection and its nodes.
    expect(body.match(/__typename/g)).toHaveLength(4);
    expect(ofQuota.match(/__typename/g)).toHaveLength(2);
  });

  test('holds documents that the subgraph accepts', () => {
    const schema = createSubgraphSchema();
    for (const { body } of makeManifest({ a: queue, b: quota }).operations) {
      expect(validate(schema, parse(body))).toEqual([]);
    }
  });

  test('is refused for operations that a client could not tell apart', () => {
    expect(() => makeManifest({ a: '{ wolkvoxQuota { remaining } }' })).toThrow(/no name/);
    expect(() => makeManifest({ a: quota, b: quota })).toThrow('two operations have the name Quota');
  });
});
