import { context, propagation, trace } from '@opentelemetry/api';
import { afterEach, expect, test } from 'vitest';
import { startTelemetry, type Telemetry } from './start-telemetry.ts';

let telemetry: Telemetry | undefined;
afterEach(() => telemetry?.stop());

test('counters appear in the text for Prometheus, and odd label values become "other"', async () => {
  telemetry = startTelemetry({ service: 'ingest' });
  const counter = telemetry.meter.counter('shield_ingest_dropped_total', 'records dropped');
  counter.add(2, { reason: 'duplicate' });
  counter.add(1, { reason: 'amina@example.org' });
  const lines = (await telemetry.metricsText()).split('\n');
  expect(lines).toContain('shield_ingest_dropped_total{reason="duplicate"} 2');
  expect(lines).toContain('shield_ingest_dropped_total{reason="other"} 1');
});

test('a gauge reports what its reader says, and nothing when it has nothing', async () => {
  telemetry = startTelemetry({ service: 'ingest' });
  telemetry.meter.gauge('shield_ingest_lag_records', 'records behind', () => 7);
  telemetry.meter.gauge('shield_ingest_absent', 'never there', () => undefined);
  const text = await telemetry.metricsText();
  expect(text.split('\n')).toContain('shield_ingest_lag_records 7');
  expect(text).not.toContain('shield_ingest_absent ');
});

test('spans nest across awaits and only traceparent is carried on', async () => {
  telemetry = startTelemetry({ service: 'ingest', keepSpans: true });
  const carrier: Record<string, string> = {};
  await trace.getTracer('test').startActiveSpan('outer', async (outer) => {
    await Promise.resolve();
    trace.getTracer('test').startSpan('inner').end();
    propagation.inject(context.active(), carrier);
    outer.end();
  });
  const [inner, outer] = telemetry.finishedSpans();
  expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
  expect(Object.keys(carrier)).toEqual(['traceparent']);
});
