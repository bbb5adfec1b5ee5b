import type { z } from 'zod';
import type { CloudEvent } from '../envelope/cloud-event.ts';
import type { ErrorCode } from '../error-codes.ts';
import type { DataClass } from '../vocabulary.ts';
import { ACCOUNT_EVENTS } from './account-events.ts';
import { CONTENT_EVENTS } from './content-events.ts';
import { REPORT_EVENTS } from './report-events.ts';

/** Every event type that a platform may send, with the schema of its data. */
export const PLATFORM_EVENTS = { ...ACCOUNT_EVENTS, ...CONTENT_EVENTS, ...REPORT_EVENTS } as const;

export type PlatformEventType = keyof typeof PLATFORM_EVENTS;
export type PlatformEventData<T extends PlatformEventType> = z.infer<(typeof PLATFORM_EVENTS)[T]>;

/** An event of a known type with valid data. */
export type PlatformEvent = {
  [T in PlatformEventType]: CloudEvent<PlatformEventData<T>> & { readonly type: T };
}[PlatformEventType];

/** The firehose topic of each kind of event. */
export const FIREHOSE_TOPICS = {
  account: 'platform.account-events.v1',
  content: 'platform.content-events.v1',
  report: 'platform.report-events.v1',
} as const;
export type FirehoseTopic = (typeof FIREHOSE_TOPICS)[keyof typeof FIREHOSE_TOPICS];

/**
 * Whether the firehose carries events of this type. Those of the low-volume streams are told by
 * `isStreamEventType`.
 */
export function isPlatformEventType(type: string): type is PlatformEventType {
  return Object.hasOwn(PLATFORM_EVENTS, type);
}

/** The topic of the firehose on which an event of this type lies, without a prefix. */
export function topicOf(type: PlatformEventType): FirehoseTopic {
  if (Object.hasOwn(ACCOUNT_EVENTS, type)) return FIREHOSE_TOPICS.account;
  if (Object.hasOwn(CONTENT_EVENTS, type)) return FIREHOSE_TOPICS.content;
  return FIREHOSE_TOPICS.report;
}

/** The class of data under which consent is asked for an event of this type. */
export function dataClassOf(type: PlatformEventType): DataClass {
  const topic = topicOf(type);
  if (topic === FIREHOSE_TOPICS.report) return 'reports';
  if (type === 'org.hrdshield.account.legal-request-received.v1') return 'reports';
  if (type === 'org.hrdshield.content.messaged.v1') return 'message-metadata';
  if (topic === FIREHOSE_TOPICS.content) return 'public-content';
  return ACCOUNT_PUBLIC.has(type) ? 'public-content' : 'login';
}

/** Account events that anybody could see; the others tell how a person signs in. */
const ACCOUNT_PUBLIC: ReadonlySet<string> = new Set<PlatformEventType>([
  'org.hrdshield.account.followed.v1',
  'org.hrdshield.account.unfollowed.v1',
  'org.hrdshield.account.profile-created.v1',
  'org.hrdshield.account.profile-changed.v1',
  'org.hrdshield.account.adverse-action-proposed.v1',
  'org.hrdshield.account.adverse-action-taken.v1',
  'org.hrdshield.account.adverse-action-reversed.v1',
  'org.hrdshield.account.listed.v1',
]);

export type ParsedPlatformEvent =
  | { readonly ok: true; readonly event: PlatformEvent }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string };

/**
 * Parses the data of an event by its type.
 * @returns the typed event, or the code and the paths (never the values) that do not fit
 */
export function parsePlatformEvent(event: CloudEvent): ParsedPlatformEvent {
  const { type } = event;
  if (!isPlatformEventType(type)) {
    return { ok: false, code: 'event.unknown-type', reason: 'the type is not in the reference' };
  }
  const parsed = PLATFORM_EVENTS[type].safeParse(event.data);
  if (parsed.success) return { ok: true, event: { ...event, data: parsed.data } as PlatformEvent };
  const paths = parsed.error.issues.slice(0, 8).map((i) => `${i.path.join('.')} (${i.code})`);
  return { ok: false, code: 'event.bad-schema', reason: paths.join(', ') };
}
