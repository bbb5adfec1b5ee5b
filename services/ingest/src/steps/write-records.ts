import {
  type CloudEvent,
  deriveId,
  encodeBinary,
  INTERNAL_TYPES,
  type Sealed,
  type TargetingEvent,
  type TargetingRecord,
} from '@hrd-shield/contracts';
import { withTrace } from '@hrd-shield/kafka';
import type { OutRecord } from '@hrd-shield/pipeline';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';

const SOURCE = 'hrd-shield/ingest';
const tracer = trace.getTracer('@hrd-shield/ingest');

/**
 * The record of one event, keyed by the defender. Its trace is a new root: the platform's own
 * would join the list to the firehose. `ce_time` is when it passed screening, not event time.
 */
export function writeEvent(
  event: TargetingEvent,
  sealed: Sealed,
  to: { readonly topic: string; readonly now: number },
): OutRecord {
  const { ref, defender } = event;
  const record: TargetingRecord = { kind: 'event', ref, defender, sealed };
  const span = tracer.startSpan('screen event', { root: true }, ROOT_CONTEXT);
  const { key, value, headers } = encodeBinary(envelope(ref, record, to.now), defender);
  const traced = withTrace(headers, trace.setSpan(ROOT_CONTEXT, span));
  span.end();
  return { topic: to.topic, key, value, headers: traced };
}

/** The watermark for every targeting partition. */
export function writeWatermarks(
  at: number,
  to: { readonly topic: string; readonly partitions: number; readonly now: number },
): OutRecord[] {
  const record: TargetingRecord = { kind: 'watermark', at };
  const event = envelope(deriveId('w', at), record, to.now);
  const { value, headers } = encodeBinary(event, '');
  return Array.from({ length: to.partitions }, (_, partition) => ({
    topic: to.topic,
    key: null,
    value,
    headers,
    partition,
  }));
}

function envelope(id: string, data: TargetingRecord, now: number): CloudEvent {
  return {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: INTERNAL_TYPES.targeting,
    time: new Date(now).toISOString(),
    data,
  };
}
