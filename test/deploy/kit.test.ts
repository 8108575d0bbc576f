import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { Metrics } from '../../src/server/observability/Metrics.js';
import { startTestApp } from '../server/startTestApp.js';
import { metricSources } from '../support/metricSources.js';
import { chartValues, renderChart } from './renderChart.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));

const chart = 'deploy/helm/wolkvox-crm-subgraph';
const plainYaml = filesIn('deploy').filter((path) => /\.ya?ml$/.test(path) && !path.includes('/templates/'));
const templates = filesIn(`${chart}/templates`);

/** The chart as it would be installed: with the embedded store, and with replicas. */
const renderings = [false, true].map((redis) => ({
  redis,
  texts: templates.map((path) => renderChart(read(path), chartValues(read(`${chart}/values.yaml`), { redis }))),
}));
const manifestTexts = [
  ...plainYaml.filter((path) => path.includes('/kubernetes/')).map((path) => read(path)),
  ...renderings.flatMap(({ texts }) => texts),
];

/** Every mapping and list in a document, the document itself included. */
function* nodesOf(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Readonly<Record<string, unknown>>;
  for (const child of Object.values(value)) yield* nodesOf(child);
}
const documentsOf = (text: string): unknown[] => parseAllDocuments(text).map((document) => document.toJS() as unknown);
const nodes = manifestTexts.flatMap((text) => documentsOf(text).flatMap((document) => [...nodesOf(document)]));
const kindsOf = (texts: readonly string[], kind: string): Readonly<Record<string, unknown>>[] =>
  texts
    .flatMap(documentsOf)
    .filter((document): document is Record<string, unknown> => typeof document === 'object' && document !== null)
    .filter((document) => document['kind'] === kind);

const settings = new Set(
  [...read('src/server/settings/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].flatMap(([, name = '']) => name),
);
const ports = { graphql: 4000, metrics: 9464 } as const;

describe('the deployment kit', () => {
  test('is YAML, all of it, the chart rendered both ways included', () => {
    for (const text of [...plainYaml.map((path) => read(path)), ...renderings.flatMap(({ texts }) => texts)]) {
      for (const { errors, warnings } of parseAllDocuments(text)) expect([...errors, ...warnings]).toEqual([]);
      expect(text).not.toContain('{ {');
    }
    expect(plainYaml.length).toBeGreaterThan(12);
    expect(templates.length).toBeGreaterThan(5);
  });

  test('sets only environment variables that the program reads', () => {
    const own = /^(?:WOLKVOX_|ROUTER_|REDIS_|DATA_|METRICS_|PORT$|HOST$|NODE_ENV$)/;
    const inManifests = nodes.flatMap(({ name, value, data, literals }) => [
      ...(typeof name === 'string' && value !== undefined ? [name] : []),
      ...(typeof data === 'object' && data !== null ? Object.keys(data) : []),
      ...(Array.isArray(literals) ? literals.map((literal) => String(literal).split('=', 1)[0] ?? '') : []),
    ]);
    const inDockerfile = [...read('deploy/Dockerfile').matchAll(/^(?:ENV| {4}) ?([A-Z_]+)=/gm)].map(
      ([, name = '']) => name,
    );
    const compose = parse(read('deploy/compose.yaml')) as {
      readonly services: { readonly subgraph: { readonly environment: Readonly<Record<string, string>> } };
    };
    const inExample = [...read('deploy/subgraph.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name);
    const names = [
      ...inManifests,
      ...inDockerfile,
      ...Object.keys(compose.services.subgraph.environment),
      ...inExample,
    ];
    expect(names.filter((name) => !settings.has(name))).toEqual([]);
    expect(names.filter((name) => own.test(name)).length).toBeGreaterThan(15);
  });

  test('uses one port for GraphQL and one for the metrics everywhere', () => {
    const numbers = nodes
      .flatMap(({ containerPort, port }) => [containerPort, port])
      .filter((port) => typeof port === 'number');
    expect(new Set(numbers.filter((port) => ![53, 443, 6379].includes(port)))).toEqual(new Set(Object.values(ports)));
    expect(read('deploy/Dockerfile')).toContain(`EXPOSE ${String(ports.graphql)} ${String(ports.metrics)}`);
    expect(read('deploy/Dockerfile')).toContain(`PORT=${String(ports.graphql)}`);
    expect(read('deploy/Dockerfile')).toContain(`METRICS_PORT=${String(ports.metrics)}`);
    expect(read('deploy/prometheus/prometheus.yml')).toContain(`subgraph:${String(ports.metrics)}`);
  });

  test('probes paths that the program serves', async () => {
    const app = await startTestApp();
    try {
      const paths = new Set(
        nodes.flatMap(({ httpGet }) =>
          typeof httpGet === 'object' && httpGet !== null ? [String(Reflect.get(httpGet, 'path'))] : [],
        ),
      );
      expect(paths).toEqual(new Set(['/livez', '/readyz']));
      for (const path of [...paths, '/metrics']) expect((await fetch(new URL(path, app.url))).status).toBe(200);
    } finally {
      await app.close();
    }
  });

  test('never runs two processes on one embedded journal, and rolls replicas without taking one away', () => {
    const strategies = (texts: readonly string[]) =>
      kindsOf(texts, 'Deployment').map(({ spec }) => {
        const { replicas, strategy } = spec as { readonly replicas?: number; readonly strategy?: unknown };
        return { replicas, strategy };
      });
    const rolling = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    for (const { redis, texts } of renderings) {
      expect(strategies(texts)).toEqual(
        redis ? [{ replicas: 3, strategy: rolling }] : [{ replicas: 1, strategy: { type: 'Recreate' } }],
      );
    }
    const overlay = (name: string) => [read(`deploy/kubernetes/overlays/${name}/deployment.yaml`)];
    expect(strategies(overlay('embedded'))).toEqual([{ replicas: 1, strategy: { type: 'Recreate' } }]);
    expect(strategies(overlay('redis'))).toEqual([{ replicas: 3, strategy: rolling }]);
  });

  test('runs as nobody special, on a file system that cannot be written', () => {
    const texts = [[read('deploy/kubernetes/base/deployment.yaml')], ...renderings.map((rendering) => rendering.texts)];
    for (const deployment of texts.flatMap((some) => kindsOf(some, 'Deployment'))) {
      const contexts = [...nodesOf(deployment)].flatMap(({ securityContext }) =>
        securityContext === undefined ? [] : [securityContext],
      );
      expect(contexts).toEqual([
        expect.objectContaining({ runAsNonRoot: true, runAsUser: 1000 }),
        { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      ]);
    }
    expect(read('deploy/Dockerfile')).toMatch(/^USER node$/m);
  });

  test('names files that exist', () => {
    for (const path of plainYaml.filter((name) => name.endsWith('kustomization.yaml'))) {
      const { resources = [], patches = [] } = parse(read(path)) as {
        readonly resources?: readonly string[];
        readonly patches?: readonly { readonly path: string }[];
      };
      for (const name of [...resources, ...patches.map((patch) => patch.path)]) {
        expect([path, name, existsSync(join(root, dirname(path), name))]).toEqual([path, name, true]);
      }
    }
    const copied = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, name = '']) => name);
    expect(copied.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });
});

describe('the alerts and the dashboard', () => {
  const rules = (
    parse(read('deploy/prometheus/alerts.yml')) as {
      readonly groups: readonly {
        readonly rules: readonly {
          readonly alert: string;
          readonly expr: string;
          readonly annotations: Readonly<Record<string, string>>;
        }[];
      }[];
    }
  ).groups.flatMap((group) => group.rules);

  const metricNames = async (): Promise<ReadonlySet<string>> => {
    const text = await new Metrics(metricSources({ isRedisReady: () => true }), { withProcess: true }).text();
    return new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
  };
  const namesIn = (text: string): string[] =>
    [...text.matchAll(/\b(?:subgraph|process|nodejs)_[a-z0-9_]+/g)].map(([name]) =>
      name.replace(/_(?:bucket|sum|count)$/, ''),
    );

  test('use only metrics that the program has', async () => {
    const known = await metricNames();
    const used = [
      ...rules.flatMap(({ expr }) => namesIn(expr)),
      ...namesIn(read('deploy/grafana/dashboards/wolkvox-crm-subgraph.json')),
    ];
    expect(used.length).toBeGreaterThan(20);
    expect([...new Set(used)].filter((name) => !known.has(name))).toEqual([]);
  });

  test('lead from each alert to its paragraph in the runbook, in both languages', () => {
    expect(rules.length).toBeGreaterThanOrEqual(8);
    for (const page of ['docs/runbook.md', 'docs/es/runbook.md']) {
      expect([...read(page).matchAll(/^## (\w+)$/gm)].map(([, name]) => name)).toEqual(rules.map(({ alert }) => alert));
    }
    for (const { alert, annotations } of rules) {
      expect(annotations['runbook']).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
      expect(Object.keys(annotations)).toEqual(['summary', 'resumen', 'runbook']);
    }
  });
});
