import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { errorCatalogue, isErrorCode } from '../../src/server/errors/errorCatalogue.js';
import { documentLimits } from '../../src/server/limits/documentLimits.js';
import { limitWords } from '../../src/server/limits/limitWords.js';
import { requestProblems } from '../../src/server/errors/requestProblems.js';
import { Metrics } from '../../src/server/observability/Metrics.js';
import { metricSources } from '../support/metricSources.js';

const page = readFileSync(new URL('../../docs/access-and-limits.md', import.meta.url), 'utf8');

/** The rows of the page's tables, a list of cells each. */
const rows = [...page.matchAll(/^\| (.*) \|$/gm)].map(([, row = '']) => row.split('|').map((cell) => cell.trim()));
const nameIn = (cell = ''): string => /^`(\w+)`$/.exec(cell)?.[1] ?? '';

describe('the page about access and limits', () => {
  test('lists every error code, and says which are worth another try', () => {
    const told = rows
      .filter(([name]) => isErrorCode(nameIn(name)))
      .map(([name, retryable]) => [nameIn(name), retryable]);
    const known = Object.entries(errorCatalogue).map(([code, { retryAfterMs }]) => [
      code,
      retryAfterMs === null ? '' : 'yes',
    ]);
    expect(told).toHaveLength(known.length);
    expect(told).toEqual(expect.arrayContaining(known));
  });

  test('lists every limit, as it is', () => {
    const told = new Map(rows.map((cells) => [nameIn(cells.at(-1)), cells[1]] as const));
    for (const limit of Object.keys(limitWords)) expect([...told.keys()]).toContain(limit);
    const { maxTokens, maxComments, maxDepth, maxAliases, maxRootFields, maxFieldsPerKey } = documentLimits;
    const { maxDirectives, maxSelections, maxNesting, maxEntities } = documentLimits;
    const figures = {
      tokens: maxTokens,
      comments: maxComments,
      depth: maxDepth,
      aliases: maxAliases,
      rootFields: maxRootFields,
      responseKey: maxFieldsPerKey,
      directives: maxDirectives,
      selections: maxSelections,
      nesting: maxNesting,
      entities: maxEntities,
    };
    for (const [limit, figure] of Object.entries(figures)) expect(told.get(limit)).toBe(figure.toLocaleString('en'));
  });

  test('lists every reason for which a request is refused, with its status', () => {
    const told = new Map(rows.map((cells) => [nameIn(cells[0]), cells[1]] as const));
    for (const [reason, { status }] of Object.entries(requestProblems))
      expect([reason, told.get(reason)]).toEqual([reason, String(status)]);
  });

  test('lists every metric of ours with its labels', async () => {
    const metrics = new Metrics(
      metricSources({
        capabilities: () => [{ name: 'rowOrder', value: 'newestFirst', origin: 'declared' }],
        isRedisReady: () => true,
      }),
      { withProcess: false },
    );
    metrics.capabilityContradicted('rowOrder');
    metrics.operationAnswered('query', ['BAD_USER_INPUT'], 1);
    metrics.operationRan('plan');
    metrics.requestRefused('BAD_REQUEST');
    metrics.upstreamCallEnded('cases/queryCases', 'answered', 1);
    metrics.breakerChanged('custom/query', 'contacts', true);
    const text = await metrics.text();
    const known = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => {
      const sample = new RegExp(`^${name}(?:_count)?(?:\\{(.*)\\})? `, 'm').exec(text)?.[1] ?? '';
      return [name, [...sample.matchAll(/(\w+)="/g)].map(([, label = '']) => `\`${label}\``).join(', ')];
    });
    const told = rows.filter(([name]) => nameIn(name).startsWith('subgraph_'));
    expect(told.map(([name, labels]) => [nameIn(name), labels]).sort()).toEqual(known.sort());
  });
});
