import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Quota } from '../../model/Quota.js';
import { type ErrorCode, errorCatalogue } from '../errors/errorCatalogue.js';

/** What the gauges ask for when somebody reads them. */
export interface MetricSources {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly inFlight: () => number;
  readonly quota: () => Quota;
  /** The calls toward the CRM that are under way, and those that wait for their turn. */
  readonly queue: () => { readonly inFlight: number; readonly waiting: number; readonly oldestWaitMs: number };
  /** Whether the write journal takes entries, and so whether mutations are taken. */
  readonly isJournalWritable: () => boolean;
  /** What the tenant's CRM is taken to do, and where that comes from. */
  readonly capabilities: () => readonly { readonly name: string; readonly value: string; readonly origin: string }[];
  /** Writes that are under way or UNKNOWN; may reject. */
  readonly countOpenWrites: () => Promise<number>;
  /** Open subscriptions. */
  readonly subscriptions: () => number;
  /** The interval between two looks for what others changed; null where subscriptions are turned off. */
  readonly liveIntervalMs: () => number | null;
  /** Log lines dropped since the start, because nobody read them. */
  readonly droppedLogLines: () => number;
  /** Whether Redis can be used now; left out where none is set. */
  readonly isRedisReady?: (() => boolean) | undefined;
}

/** What can become of a write; FAILED is one that the journal could not take. */
const writeOutcomes = ['APPLIED', 'REPLAYED', 'REJECTED', 'UNKNOWN', 'FAILED'] as const;
export type CountedWriteOutcome = (typeof writeOutcomes)[number];

/** What a subscriber can be told of. */
const changeKinds = ['CREATED', 'UPDATED', 'GAP'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What the calls of the feed of changes are for. */
const lookPurposes = ['poll', 'reread', 'readBack'] as const;
export type LookPurpose = (typeof lookPurposes)[number];

/** The figures on `/metrics`. Labels are of closed lists only: nothing that a caller sends becomes one. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #operations: Counter<'kind' | 'outcome'>;
  readonly #operationSeconds: Histogram<'kind'>;
  readonly #runs: Counter<'by'>;
  readonly #errors: Counter<'code'>;
  readonly #refusals: Counter<'code'>;
  readonly #upstreamCalls: Counter<'endpoint' | 'class'>;
  readonly #upstreamSeconds: Histogram<'endpoint'>;
  readonly #breakersOpen: Gauge<'endpoint' | 'module'>;
  readonly #writes: Counter<'outcome'>;
  readonly #contradictions: Counter<'capability'>;
  readonly #events: Counter<'outcome'>;
  readonly #changes: Counter<'kind'>;
  readonly #looks: Counter<'purpose'>;
  readonly #redisSeconds: Histogram;

  constructor(sources: MetricSources, options: { readonly withProcess: boolean; readonly version?: string }) {
    const registers = [this.#registry];
    if (options.withProcess) collectDefaultMetrics({ register: this.#registry });
    this.#operations = new Counter({
      name: 'subgraph_operations_total',
      help: 'GraphQL operations answered, by kind and by whether they had errors.',
      labelNames: ['kind', 'outcome'],
      registers,
    });
    this.#operationSeconds = new Histogram({
      name: 'subgraph_operation_duration_seconds',
      help: 'Time from the request to its answer.',
      labelNames: ['kind'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.#runs = new Counter({
      name: 'subgraph_operation_runs_total',
      help: 'GraphQL operations, by whether they ran along a plan made before or through the engine.',
      labelNames: ['by'],
      registers,
    });
    this.#errors = new Counter({
      name: 'subgraph_errors_total',
      help: 'Errors in answers to operations, by code.',
      labelNames: ['code'],
      registers,
    });
    this.#refusals = new Counter({
      name: 'subgraph_refusals_total',
      help: 'Requests turned away before any operation, by code.',
      labelNames: ['code'],
      registers,
    });
    this.#upstreamCalls = new Counter({
      name: 'subgraph_upstream_calls_total',
      help: 'Calls sent to the CRM, by endpoint and by what became of them.',
      labelNames: ['endpoint', 'class'],
      registers,
    });
    this.#upstreamSeconds = new Histogram({
      name: 'subgraph_upstream_call_duration_seconds',
      help: 'Time of one call to the CRM.',
      labelNames: ['endpoint'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4],
      registers,
    });
    this.#breakersOpen = new Gauge({
      name: 'subgraph_upstream_breaker_open',
      help: 'Whether an endpoint of the CRM is left alone, for a module or in all, after too many failures: 1 or 0.',
      labelNames: ['endpoint', 'module'],
      registers,
    });
    this.#writes = new Counter({
      name: 'subgraph_writes_total',
      help: 'Writes by what became of them when their operation was answered.',
      labelNames: ['outcome'],
      registers,
    });
    for (const outcome of writeOutcomes) this.#writes.inc({ outcome }, 0);
    this.#contradictions = new Counter({
      name: 'subgraph_capability_contradictions_total',
      help: 'Answers of the CRM that contradicted what it was taken to do; once for each capability.',
      labelNames: ['capability'],
      registers,
    });
    this.#events = new Counter({
      name: 'subgraph_subscription_events_total',
      help: 'Events sent to subscribers, by whether they had errors.',
      labelNames: ['outcome'],
      registers,
    });
    for (const outcome of ['ok', 'errors']) this.#events.inc({ outcome }, 0);
    this.#changes = new Counter({
      name: 'subgraph_live_changes_total',
      help: 'Changes of cases and gaps that subscribers could be told of, by kind.',
      labelNames: ['kind'],
      registers,
    });
    for (const kind of changeKinds) this.#changes.inc({ kind }, 0);
    this.#looks = new Counter({
      name: 'subgraph_live_calls_total',
      help: 'Calls to the CRM that look for changes by others, by what they are for.',
      labelNames: ['purpose'],
      registers,
    });
    for (const purpose of lookPurposes) this.#looks.inc({ purpose }, 0);
    this.#addLiveGauges(sources);
    this.#redisSeconds = new Histogram({
      name: 'subgraph_redis_heartbeat_seconds',
      help: 'Time of the heartbeats that Redis answered, two a second.',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1],
      registers: [],
    });
    this.#addGauges(sources);
    if (sources.isRedisReady) this.#addRedis(sources.isRedisReady);
    new Gauge({
      name: 'subgraph_build_info',
      help: 'Always 1; the labels tell the version of the subgraph and of Node.',
      labelNames: ['version', 'node'],
      registers,
    }).set({ version: options.version ?? 'unknown', node: process.version }, 1);
    const { droppedLogLines } = sources;
    new Counter({
      name: 'subgraph_log_lines_dropped_total',
      help: 'Log lines dropped because nobody read the output fast enough.',
      registers,
      collect() {
        this.reset();
        this.inc(droppedLogLines());
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  operationAnswered(kind: 'query' | 'mutation' | 'none', codes: readonly string[], ms: number): void {
    this.#operations.inc({ kind, outcome: codes.length === 0 ? 'ok' : 'errors' });
    this.#operationSeconds.observe({ kind }, ms / 1_000);
    for (const code of codes) this.#errors.inc({ code });
  }

  /** One event of a subscription was executed. */
  eventAnswered(codes: readonly string[]): void {
    this.#events.inc({ outcome: codes.length === 0 ? 'ok' : 'errors' });
    for (const code of codes) this.#errors.inc({ code });
  }

  changeTold(kind: ChangeKind): void {
    this.#changes.inc({ kind });
  }

  changesLookedFor(purpose: LookPurpose): void {
    this.#looks.inc({ purpose });
  }

  operationRan(by: 'plan' | 'engine'): void {
    this.#runs.inc({ by });
  }

  requestRefused(code: ErrorCode): void {
    this.#refusals.inc({ code });
  }

  /** `endpoint` and `outcome` are names of the client's own lists. */
  upstreamCallEnded(endpoint: string, outcome: string, ms: number): void {
    this.#upstreamCalls.inc({ endpoint, class: outcome });
    this.#upstreamSeconds.observe({ endpoint }, ms / 1_000);
  }

  /** `endpoint` is a name of the client's own list, `module` one of those or of the settings. */
  breakerChanged(endpoint: string, module: string | null, isOpen: boolean): void {
    this.#breakersOpen.set(module === null ? { endpoint } : { endpoint, module }, isOpen ? 1 : 0);
  }

  writeEnded(outcome: CountedWriteOutcome): void {
    this.#writes.inc({ outcome });
  }

  /** `capability` is a name of the reader's own list. */
  capabilityContradicted(capability: string): void {
    this.#contradictions.inc({ capability });
  }

  #addLiveGauges({ subscriptions, liveIntervalMs }: MetricSources): void {
    const registers = [this.#registry];
    new Gauge({
      name: 'subgraph_subscriptions_open',
      help: 'Open subscriptions.',
      registers,
      collect() {
        this.set(subscriptions());
      },
    });
    new Gauge({
      name: 'subgraph_live_interval_seconds',
      help: 'Time between two looks for what others changed, while anybody subscribes; not a number where subscriptions are off.',
      registers,
      collect() {
        const intervalMs = liveIntervalMs();
        this.set(intervalMs === null ? Number.NaN : intervalMs / 1_000);
      },
    });
  }

  redisAnswered(ms: number): void {
    this.#redisSeconds.observe(ms / 1_000);
  }

  #addRedis(isReady: () => boolean): void {
    this.#registry.registerMetric(this.#redisSeconds);
    new Gauge({
      name: 'subgraph_redis_ready',
      help: 'Whether Redis can be used: 1, or 0 while mutations are refused and reads are answered from memory.',
      registers: [this.#registry],
      collect() {
        this.set(isReady() ? 1 : 0);
      },
    });
  }

  #addGauges({ now, inFlight, quota, queue, isJournalWritable, capabilities, countOpenWrites }: MetricSources): void {
    const registers = [this.#registry];
    for (const code of Object.keys(errorCatalogue)) this.#errors.inc({ code }, 0);
    new Gauge({
      name: 'subgraph_capability_info',
      help: 'What the CRM of the tenant is taken to do, always 1: the labels tell.',
      labelNames: ['capability', 'value', 'origin'],
      registers,
      collect() {
        this.reset();
        for (const { name, value, origin } of capabilities()) this.set({ capability: name, value, origin }, 1);
      },
    });
    new Gauge({
      name: 'subgraph_operations_in_flight',
      help: 'Operations under way.',
      registers,
      collect() {
        this.set(inFlight());
      },
    });
    new Gauge({
      name: 'subgraph_quota_remaining_calls',
      help: 'CRM calls left today; not a number while the limit is not known.',
      registers,
      collect() {
        const { remaining } = quota();
        this.set(remaining ?? Number.NaN);
      },
    });
    new Gauge({
      name: 'subgraph_upstream_calls_in_flight',
      help: 'Calls to the CRM under way.',
      registers,
      collect() {
        this.set(queue().inFlight);
      },
    });
    new Gauge({
      name: 'subgraph_upstream_calls_waiting',
      help: 'Calls to the CRM that wait for their turn.',
      registers,
      collect() {
        this.set(queue().waiting);
      },
    });
    new Gauge({
      name: 'subgraph_upstream_queue_age_seconds',
      help: 'How long the call that waits longest has waited.',
      registers,
      collect() {
        this.set(queue().oldestWaitMs / 1_000);
      },
    });
    new Gauge({
      name: 'subgraph_writes_open',
      help: 'Writes under way or of unknown outcome; not a number while the journal cannot be read.',
      registers,
      async collect() {
        this.set(await countOpenWrites().catch(() => Number.NaN));
      },
    });
    new Gauge({
      name: 'subgraph_quota_used_calls',
      help: 'CRM calls spent since the last reset.',
      registers,
      collect() {
        this.set(quota().used);
      },
    });
    new Gauge({
      name: 'subgraph_quota_limit_calls',
      help: 'CRM calls that a day has; not a number while the limit is not known.',
      registers,
      collect() {
        this.set(quota().limit ?? Number.NaN);
      },
    });
    new Gauge({
      name: 'subgraph_quota_reset_seconds',
      help: 'Seconds until the count of CRM calls starts again; not a number while that is not known.',
      registers,
      collect() {
        const { resetsAt } = quota();
        this.set(resetsAt === null ? Number.NaN : Math.max(0, (resetsAt.getTime() - now()) / 1_000));
      },
    });
    new Gauge({
      name: 'subgraph_journal_writable',
      help: 'Whether the write journal takes entries, and so whether mutations are taken: 1 or 0.',
      registers,
      collect() {
        this.set(isJournalWritable() ? 1 : 0);
      },
    });
  }
}
