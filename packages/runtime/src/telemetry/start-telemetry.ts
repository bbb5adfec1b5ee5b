import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { measureSaturation } from './measure-saturation.ts';
import { createMeter, type Meter } from './meter.ts';

export interface TelemetryOptions {
  /** Name of the service, such as `ingest`. */
  readonly service: string;
  /** Collector for traces, such as `http://localhost:4318`; absent exports none. */
  readonly otlpEndpoint?: string | undefined;
  /** Keeps finished spans in memory, for proofs. */
  readonly keepSpans?: boolean;
}

export interface Telemetry {
  readonly meter: Meter;
  /** All metrics in the text format of Prometheus. */
  metricsText(): Promise<string>;
  /** Finished spans; empty unless `keepSpans`. */
  finishedSpans(): readonly ReadableSpan[];
  /** Sends what waits and ends. */
  stop(): Promise<void>;
}

/** Series per metric; further label combinations are counted together. */
const MAX_SERIES = 512;
/** Bound of spans that wait for the collector. */
const MAX_QUEUED_SPANS = 4_096;

/**
 * Starts traces and metrics. The propagator carries `traceparent` only: no baggage, which could
 * leave the shield. The first telemetry of a process becomes the global one; a second one in the
 * same process (several services in one test) shares its tracer and has its own metrics.
 */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  const resource = resourceFromAttributes({ 'service.name': `hrd-shield-${options.service}` });
  const kept = options.keepSpans === true ? new InMemorySpanExporter() : undefined;
  const tracerProvider = new BasicTracerProvider({
    resource,
    spanProcessors: spanProcessors(options.otlpEndpoint, kept),
  });
  const isGlobal = trace.setGlobalTracerProvider(tracerProvider);
  if (isGlobal) {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  }
  const reader = new PrometheusExporter({ preventServerStart: true });
  const meterProvider = new MeterProvider({
    resource,
    readers: [reader],
    views: [{ instrumentName: '*', aggregationCardinalityLimit: MAX_SERIES }],
  });
  const serializer = new PrometheusSerializer(undefined, false, undefined, false, true);
  const meter = createMeter(meterProvider.getMeter('hrd-shield'));
  measureSaturation(meter);
  return {
    meter,
    metricsText: async () => serializer.serialize((await reader.collect()).resourceMetrics),
    finishedSpans: () => kept?.getFinishedSpans() ?? [],
    stop: async () => {
      await Promise.allSettled([tracerProvider.shutdown(), meterProvider.shutdown()]);
      if (!isGlobal) return;
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

function spanProcessors(
  otlpEndpoint: string | undefined,
  kept: InMemorySpanExporter | undefined,
): SpanProcessor[] {
  const processors: SpanProcessor[] = [];
  if (kept !== undefined) processors.push(new SimpleSpanProcessor(kept));
  if (otlpEndpoint !== undefined) {
    const url = `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`;
    processors.push(
      new BatchSpanProcessor(new OTLPTraceExporter({ url }), { maxQueueSize: MAX_QUEUED_SPANS }),
    );
  }
  return processors;
}
