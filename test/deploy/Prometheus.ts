import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { until } from '../support/patience.js';

/** An alert as Prometheus reports it. */
export interface ActiveAlert {
  readonly state: 'pending' | 'firing';
  readonly labels: Readonly<Record<string, string>>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A real Prometheus in a folder of its own, which reads its targets every second. */
export class Prometheus {
  private constructor(
    private readonly folder: string,
    private readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** `rules` is the text of a rule file; `targets` are `host:port` of processes that serve `/metrics`. */
  static async start(rules: string, targets: readonly string[]): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
    const port = await freePort();
    writeFileSync(join(folder, 'rules.yml'), rules);
    writeFileSync(
      join(folder, 'prometheus.yml'),
      stringify({
        global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
        rule_files: ['rules.yml'],
        scrape_configs: [{ job_name: 'wolkvox-crm-subgraph', static_configs: [{ targets }] }],
      }),
    );
    const child = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${String(port)}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    );
    const prometheus = new Prometheus(folder, `http://127.0.0.1:${String(port)}`, child);
    await until(
      () =>
        fetch(`${prometheus.url}/-/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      600,
    );
    return prometheus;
  }

  async alerts(): Promise<readonly ActiveAlert[]> {
    const response = await fetch(`${this.url}/api/v1/alerts`);
    return ((await response.json()) as { readonly data: { readonly alerts: readonly ActiveAlert[] } }).data.alerts;
  }

  /** Names of the alerts that fire for one target. */
  async firing(instance: string): Promise<ReadonlySet<string>> {
    const alerts = await this.alerts();
    const own = alerts.filter(({ state, labels }) => state === 'firing' && labels['instance'] === instance);
    return new Set(own.map(({ labels }) => labels['alertname'] ?? ''));
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
