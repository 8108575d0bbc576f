import type { MetricSources } from '../../src/server/observability/Metrics.js';

/** What the gauges see in a process that has nothing to do; a test says what is otherwise. */
export function metricSources(otherwise: Partial<MetricSources> = {}): MetricSources {
  return {
    now: () => 0,
    inFlight: () => 0,
    quota: () => ({ limit: 1, used: 0, remaining: 1, resetsAt: null, isEstimate: false, reservedForWrites: 0 }),
    queue: () => ({ inFlight: 0, waiting: 0, oldestWaitMs: 0 }),
    isJournalWritable: () => true,
    capabilities: () => [],
    countOpenWrites: () => Promise.resolve(0),
    droppedLogLines: () => 0,
    subscriptions: () => 0,
    liveIntervalMs: () => null,
    ...otherwise,
  };
}
