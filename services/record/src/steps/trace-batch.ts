import { contextOf } from '@hrd-shield/kafka';
import type { SourceRecord } from '@hrd-shield/pipeline';
import { type Context, context, type Link, type Span, SpanKind, trace } from '@opentelemetry/api';

const TRACER = 'hrd-shield/record';
/** Traces of one batch that are followed; further ones keep the link of the consumer span. */
const TRACES_MAX = 64;

/** The traces whose records are in one batch. */
export interface BatchTraces {
  /** Where the insert span hangs. */
  readonly parent: Context;
  readonly links: readonly Link[];
  end(): void;
}

/**
 * Goes on with every trace of a batch: each gets a span that lasts until its rows have landed, the
 * insert hangs under the first and links to the others.
 */
export function traceBatch(records: readonly SourceRecord[], table: string): BatchTraces {
  const tracer = trace.getTracer(TRACER);
  const spans = distinctTraces(records).map((parent) => {
    const options = { kind: SpanKind.CONSUMER, attributes: { 'db.collection.name': table } };
    return tracer.startSpan('record rows', options, parent);
  });
  const first = spans[0];
  return {
    parent: first === undefined ? context.active() : trace.setSpan(context.active(), first),
    links: spans.slice(1).map((span: Span) => ({ context: span.spanContext() })),
    end: () => {
      for (const span of spans) span.end();
    },
  };
}

function distinctTraces(records: readonly SourceRecord[]): readonly Context[] {
  const found = new Map<string, Context>();
  for (const record of records) {
    if (found.size === TRACES_MAX) break;
    const carried = contextOf(record);
    const traceId = trace.getSpanContext(carried)?.traceId;
    if (traceId !== undefined && !found.has(traceId)) found.set(traceId, carried);
  }
  return [...found.values()];
}
