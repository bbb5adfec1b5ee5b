import {
  type CloudEvent,
  type ErrorCode,
  type PlatformEventData,
  type PlatformEventType,
  parsePlatformEvent,
  parseStreamEvent,
  type StreamEventData,
  type StreamEventType,
} from '@hrd-shield/contracts';
import type { OutRecord, RecordSink } from '@hrd-shield/pipeline';
import { fanOut, type Post } from './fan-out.ts';
import { type KnownEvent, toRecord, toRecordFast, toStreamRecord } from './to-record.ts';

/** Who sends, and where to. */
export interface EmitterConfig {
  /** CloudEvents source: who sends, as a URI reference. With the id it makes an event unique. */
  readonly source: string;
  /** Prefix of topic names in this installation; none in production. */
  readonly topicPrefix?: string;
}

/** When an event happened, and the id that makes a second copy of it harmless. */
export interface EventStamp {
  readonly id: string;
  /** Event time, epoch ms. */
  readonly time: number;
}

/** Records that were appended, or why the event was refused; a refused one is never sent. */
export type EmitResult =
  | { readonly ok: true; readonly records: number }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string };

/** The typed producer of a platform. An event that does not fit is refused and never sent. */
export interface Emitter {
  /** Validates and appends one event, keyed by the account that it affects. */
  emit<T extends PlatformEventType>(
    type: T,
    data: PlatformEventData<T>,
    stamp: EventStamp,
  ): Promise<EmitResult>;
  /**
   * Validates and appends one event of a stream that no affected account keys: a profile and its
   * outreach by their account, connectivity by its cell, platform-wide counts by nothing.
   */
  emitStream<T extends StreamEventType>(
    type: T,
    data: StreamEventData<T>,
    stamp: EventStamp,
  ): Promise<EmitResult>;
  /** Appends what one post means: for its author, for whom it answers, for each one mentioned. */
  emitPost(post: Post, stamp: EventStamp): Promise<EmitResult>;
  /** Appends many events that the caller vouches for, in one go and without validation. */
  emitKnown(events: readonly KnownEvent[]): Promise<void>;
}

/**
 * Validates, keys and appends through the sink; the sink decides about acks and retries, and is the
 * caller's to stop.
 */
export function createEmitter(sink: RecordSink, config: EmitterConfig): Emitter {
  const { source, topicPrefix: prefix = '' } = config;
  const append = async (events: readonly CloudEvent[]): Promise<EmitResult> => {
    const records: OutRecord[] = [];
    for (const event of events) {
      const parsed = parsePlatformEvent(event);
      if (!parsed.ok) return parsed;
      records.push(toRecord(parsed.event, { key: parsed.event.data.affected, prefix }));
    }
    await sink.send(records);
    return { ok: true, records: records.length };
  };
  return {
    emit: (type, data, stamp) => append([cloudEvent(source, type, { data, stamp })]),
    emitStream: async (type, data, stamp) => {
      const parsed = parseStreamEvent(cloudEvent(source, type, { data, stamp }));
      if (!parsed.ok) return parsed;
      await sink.send([toStreamRecord(parsed.event, prefix)]);
      return { ok: true, records: 1 };
    },
    emitPost: (post, stamp) =>
      append(
        fanOut(post, stamp.id).map(({ data, id, type }) =>
          cloudEvent(source, type, { data, stamp: { id, time: stamp.time } }),
        ),
      ),
    emitKnown: (events) =>
      sink.send(events.map((event) => toRecordFast(event, { source, prefix }))),
  };
}

function cloudEvent(
  source: string,
  type: PlatformEventType | StreamEventType,
  of: { readonly data: unknown; readonly stamp: EventStamp },
): CloudEvent {
  return {
    specversion: '1.0',
    id: of.stamp.id,
    source,
    type,
    time: new Date(of.stamp.time).toISOString(),
    datacontenttype: 'application/json',
    data: of.data,
  };
}
