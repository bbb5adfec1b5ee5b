import type { Meter as ApiMeter, ObservableGauge } from '@opentelemetry/api';

/** Labels of one measurement: words of closed lists, never a ref, account, language or region. */
export type Labels = Readonly<Record<string, string>>;

/** Only ever grows. Labels are of closed lists, so that their number is bounded. */
export interface Counter {
  add(count: number, labels?: Labels): void;
}

/** How values spread over the buckets that it was made with. */
export interface Histogram {
  record(value: number, labels?: Labels): void;
}

/** Counts and measures for `/metrics`. */
export interface Meter {
  /** @param name such as `shield_ingest_records_total`, unit last */
  counter(name: string, description: string): Counter;
  /** @param bounds upper edges of the buckets, ascending, in the unit of the name */
  histogram(name: string, description: string, bounds?: readonly number[]): Histogram;
  /** @param read asked at each scrape; undefined reports nothing */
  gauge(name: string, description: string, read: () => number | undefined): void;
}

/** From one millisecond to five minutes. */
export const DURATION_BOUNDS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000,
] as const;

const LABEL_VALUE = /^[a-z][a-z0-9._-]{0,63}$/;
const OTHER = 'other';

/** Label values that are not words become `other`: a metric cannot carry a person. */
export function createMeter(meter: ApiMeter): Meter {
  const gauges = new Map<string, ObservableGauge>();
  return {
    counter: (name, description) => {
      const instrument = meter.createCounter(name, { description });
      return { add: (count, labels) => instrument.add(count, words(labels)) };
    },
    histogram: (name, description, bounds = DURATION_BOUNDS_MS) => {
      const advice = { explicitBucketBoundaries: [...bounds] };
      const instrument = meter.createHistogram(name, { description, advice });
      return { record: (value, labels) => instrument.record(value, words(labels)) };
    },
    gauge: (name, description, read) => {
      const instrument = gauges.get(name) ?? meter.createObservableGauge(name, { description });
      gauges.set(name, instrument);
      instrument.addCallback((result) => {
        const value = read();
        if (value !== undefined) result.observe(value);
      });
    },
  };
}

function words(labels: Labels | undefined): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(labels ?? {})) {
    kept[name] = LABEL_VALUE.test(value) ? value : OTHER;
  }
  return kept;
}
