/**
 * Numbers for Prometheus, behind a façade so that the library can be swapped. A metric is made
 * once, bound to its label values once, and then costs a quarter of a microsecond.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { assert } from '../core/assert.ts';

export interface MetricSpec {
  /** snake_case with the unit, e.g. `http_request_seconds`; `trueshelf_` is put before it. */
  name: string;
  help: string;
  labels?: readonly string[];
  /** Histograms only: upper bounds. */
  buckets?: readonly number[];
}

export interface BoundCounter {
  add(n?: number): void;
}
export interface BoundGauge {
  set(value: number): void;
}
export interface BoundHistogram {
  observe(value: number): void;
}

/** A metric; `with` gives the child for these label values (in the order of `labels`), cached. */
export interface Metric<Bound> {
  with(...values: string[]): Bound;
}

export interface Metrics {
  counter(spec: MetricSpec): Metric<BoundCounter>;
  gauge(spec: MetricSpec): Metric<BoundGauge>;
  histogram(spec: MetricSpec): Metric<BoundHistogram>;
  /** Runs before each scrape, to set gauges that are read rather than counted. */
  onScrape(read: () => void): void;
  /** The page for Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

// Label values beyond this go into one child 'other': a label must never be unbounded.
const children_max = 500;

/** A registry of its own; `defaults` adds memory, GC, CPU and event loop lag of the process. */
export function createMetrics(options: { defaults?: boolean } = {}): Metrics {
  const registry = new Registry();
  const made = new Map<string, Metric<unknown>>();
  const readers: (() => void)[] = [];
  if (options.defaults === true) collectDefaultMetrics({ register: registry });

  const once = <B>(spec: MetricSpec, make: (config: ReturnType<typeof configOf>) => Bind<B>) => {
    const known = made.get(spec.name) as Metric<B> | undefined;
    if (known !== undefined) return known;
    assert(/^[a-z][a-z0-9_]*$/.test(spec.name), `metric '${spec.name}' is not snake_case`);
    const metric = bound(spec, make({ ...configOf(spec), registers: [registry] }));
    made.set(spec.name, metric);
    return metric;
  };

  return {
    counter: (spec) =>
      once<BoundCounter>(spec, (config) => {
        const counter = new Counter(config);
        return (values) => {
          const child = counter.labels(...values);
          return { add: (n = 1) => child.inc(n) };
        };
      }),
    gauge: (spec) =>
      once<BoundGauge>(spec, (config) => {
        const gauge = new Gauge(config);
        return (values) => gauge.labels(...values);
      }),
    histogram: (spec) =>
      once<BoundHistogram>(spec, (config) => {
        const histogram = new Histogram(config);
        return (values) => histogram.labels(...values);
      }),
    onScrape: (read) => void readers.push(read),
    text: () => {
      for (const read of readers) read();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

let shared: Metrics | undefined;

/** The registry of this process, with the default metrics. */
export function processMetrics(): Metrics {
  shared ??= createMetrics({ defaults: true });
  return shared;
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** The kernel's own numbers, ready to be handed to its parts as hooks. Durations are in ms. */
export interface KernelMetrics {
  httpDone(of: { method: string; route: string; status: number; took_ms: number }): void;
  batchDone(of: { name: string; items: number; took_ms: number }): void;
  /** `events` not yet delivered, the oldest of them `oldest_ms` old. */
  relayLag(of: { consumer: string; events: number; oldest_ms: number }): void;
  guardDone(of: { guard: string; outcome: string; took_ms: number }): void;
  guardState(of: { guard: string; state: string }): void;
  jobDone(of: { task: string; ok: boolean; took_ms: number }): void;
  cacheRead(of: { cache: string; hit: boolean }): void;
}

export function kernelMetrics(metrics: Metrics): KernelMetrics {
  const labelled = (name: string, help: string, labels: string[]) => ({ name, help, labels });
  const histogram = (name: string, help: string, labels: string[]) =>
    metrics.histogram(labelled(name, help, labels));
  const gauge = (name: string, help: string, labels: string[]) =>
    metrics.gauge(labelled(name, help, labels));
  const http = histogram('http_request_seconds', 'Requests.', ['method', 'route', 'status']);
  const batchSizes = labelled('batch_items', 'Items in a batch.', ['batch']);
  const batchItems = metrics.histogram({ ...batchSizes, buckets: sizes });
  const batchTime = histogram('batch_seconds', 'Duration of a batch.', ['batch']);
  const lag = gauge('relay_lag_events', 'Events not yet delivered.', ['consumer']);
  const age = gauge('relay_lag_seconds', 'Age of the oldest such event.', ['consumer']);
  const guard = histogram('guard_seconds', 'Guarded calls.', ['guard', 'outcome']);
  const open = gauge('guard_open', '1 while the breaker is not closed.', ['guard']);
  const job = histogram('job_seconds', 'Background jobs.', ['task', 'outcome']);
  const cacheNames = labelled('cache_reads_total', 'Cache reads.', ['cache', 'outcome']);
  const cache = metrics.counter(cacheNames);
  return {
    httpDone: ({ method, route, status, took_ms }) =>
      http.with(method, route, String(status)).observe(took_ms / 1000),
    batchDone: ({ name, items, took_ms }) => {
      batchItems.with(name).observe(items);
      batchTime.with(name).observe(took_ms / 1000);
    },
    relayLag: ({ consumer, events, oldest_ms }) => {
      lag.with(consumer).set(events);
      age.with(consumer).set(oldest_ms / 1000);
    },
    guardDone: (of) => guard.with(of.guard, of.outcome).observe(of.took_ms / 1000),
    guardState: (of) => open.with(of.guard).set(of.state === 'closed' ? 0 : 1),
    jobDone: (of) => job.with(of.task, of.ok ? 'done' : 'failed').observe(of.took_ms / 1000),
    cacheRead: (of) => cache.with(of.cache, of.hit ? 'hit' : 'miss').add(),
  };
}

type Bind<B> = (values: string[]) => B;

function configOf(spec: MetricSpec) {
  return {
    name: `trueshelf_${spec.name}`,
    help: spec.help,
    labelNames: [...(spec.labels ?? [])],
    buckets: [...(spec.buckets ?? seconds)],
    registers: [] as Registry[],
  };
}

function bound<B>(spec: MetricSpec, bind: Bind<B>): Metric<B> {
  const count = spec.labels?.length ?? 0;
  const children = new Map<string, B>();
  return {
    with: (...values) => {
      assert(values.length === count, `metric '${spec.name}' has ${count} labels`);
      const key = values.length === 1 ? (values[0] ?? '') : values.join('\0');
      const known = children.get(key);
      if (known !== undefined) return known;
      if (children.size === children_max) {
        const other = bind(values.map(() => 'other'));
        children.set('\0other', other);
        return other;
      }
      if (children.size > children_max) return children.get('\0other') ?? bind(values);
      const child = bind(values);
      children.set(key, child);
      return child;
    },
  };
}
