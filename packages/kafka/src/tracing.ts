import { FIREHOSE_TOPICS } from '@hrd-shield/contracts';
import type { SourceBatch, SourceRecord } from '@hrd-shield/pipeline';
import {
  type Context,
  context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { headersOf } from './headers-of.ts';

const tracer = trace.getTracer('@hrd-shield/kafka');
const LINKS_MAX = 64;
const FIREHOSE: readonly string[] = Object.values(FIREHOSE_TOPICS);

/** No trace touches the firehose: it would join the list of defenders to it. */
export function isFirehose(topic: string): boolean {
  return FIREHOSE.some((name) => topic.endsWith(name));
}

/** The context that a record carries, as a parent for what is done with it. */
export function contextOf(record: SourceRecord): Context {
  if (record.headers?.traceparent === undefined) return ROOT_CONTEXT;
  return propagation.extract(ROOT_CONTEXT, headersOf(record));
}

/** Runs `work` in a span that continues the trace of one record. */
export async function inRecordSpan<T>(
  record: SourceRecord,
  name: string,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const options = { kind: SpanKind.CONSUMER };
  return tracer.startActiveSpan(name, options, contextOf(record), (span) => ended(span, work));
}

/** Runs a batch in a span linked to the traces of its records; none for the firehose. */
export function inConsumerSpan(batch: SourceBatch, work: () => Promise<void>): Promise<void> {
  if (isFirehose(batch.topic)) return work();
  const options = {
    kind: SpanKind.CONSUMER,
    links: linksOf(batch.records),
    attributes: {
      'messaging.system': 'kafka',
      'messaging.destination.name': batch.topic,
      'messaging.batch.message_count': batch.records.length,
    },
  };
  return tracer.startActiveSpan(`process ${batch.topic}`, options, ROOT_CONTEXT, (span) =>
    ended(span, work),
  );
}

/** Runs a send in a producer span. */
export function inProducerSpan(records: number, work: () => Promise<void>): Promise<void> {
  const attributes = { 'messaging.system': 'kafka', 'messaging.batch.message_count': records };
  return tracer.startActiveSpan('send', { kind: SpanKind.PRODUCER, attributes }, (span) =>
    ended(span, work),
  );
}

/** Headers with the active trace context, unless they carry one already. */
export function withTrace(
  headers: Readonly<Record<string, string>>,
  from: Context = context.active(),
): Record<string, string> {
  const carrier = { ...headers };
  if (carrier.traceparent === undefined) propagation.inject(from, carrier);
  return carrier;
}

function linksOf(records: readonly SourceRecord[]): Link[] {
  const links: Link[] = [];
  for (const record of records) {
    if (links.length === LINKS_MAX) break;
    if (record.headers?.traceparent === undefined) continue;
    const linked = trace.getSpanContext(contextOf(record));
    if (linked !== undefined) links.push({ context: linked });
  }
  return links;
}

async function ended<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await work(span);
  } catch (error) {
    // The message could carry data; the name does not.
    const name = error instanceof Error ? error.name : 'unknown';
    span.setStatus({ code: SpanStatusCode.ERROR, message: name });
    throw error;
  } finally {
    span.end();
  }
}
