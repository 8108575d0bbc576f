import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { ReportedError } from '../../src/server/errors/reportErrors.js';

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
