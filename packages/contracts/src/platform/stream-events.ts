import { z } from 'zod';
import type { CloudEvent } from '../envelope/cloud-event.ts';
import type { ErrorCode } from '../error-codes.ts';
import { field } from '../field.ts';
import { AccountId } from '../ids.ts';
import { Count, EpochMs, Ratio } from '../units.ts';

const hash64 = z.string().regex(/^[0-9a-f]{16}$/);
const windowMs = field(Count, 'length of the window, ms', 'plain');

/** A profile as it stands after it was made or changed, whoever it may resemble. */
const Published = z.object({
  account: field(AccountId, 'whose profile; equals the key', 'identity'),
  change: field(z.enum(['created', 'changed']), 'what happened', 'content'),
  handle: field(z.string().max(64), 'handle', 'identity'),
  displayName: field(z.string().max(128).optional(), 'display name', 'identity'),
  bio: field(z.string().max(1024).optional(), 'self-description', 'content'),
  avatarHash: field(hash64.optional(), '64-bit perceptual hash of the avatar, hex', 'content'),
  createdAt: field(EpochMs, 'account creation, epoch ms', 'content'),
  followers: field(Count.optional(), 'followers, count', 'content'),
  labelledParody: field(z.boolean().optional(), 'labelled as parody or fan account', 'content'),
  networkHash: field(z.string().max(64).optional(), 'network cluster, hashed', 'content'),
  deviceHash: field(z.string().max(64).optional(), 'device cluster, hashed', 'content'),
});

/** How a young profile reaches out, summed over a window: no recipient is named. */
const Outreach = z.object({
  account: field(AccountId, 'who reaches out; equals the key', 'identity'),
  windowMs,
  messaged: field(Count, 'accounts written to for the first time, count', 'content'),
  followed: field(Count, 'accounts followed, count', 'content'),
  commonFollowee: field(
    AccountId.optional(),
    'the account that most of the recipients follow',
    'identity',
  ),
  commonFolloweeRatio: field(Ratio.optional(), 'share of recipients who follow it', 'content'),
});

/** Types of `platform.profile-events.v1`, keyed by the account that shows the profile. */
export const PROFILE_EVENTS = {
  'org.hrdshield.profile.published.v1': Published,
  'org.hrdshield.profile.outreach-counted.v1': Outreach,
} as const;

/** How one network of one region fares in one window. No account is in it. */
const Measured = z.object({
  country: field(z.string().length(2), 'country, ISO 3166-1', 'plain'),
  region: field(z.string().max(32), 'region of the country', 'plain'),
  networkHash: field(z.string().max(64), 'network (ASN) cluster, hashed', 'plain'),
  windowMs,
  sessions: field(Count, 'distinct sessions, count', 'plain'),
  attempts: field(Count, 'connections tried, count', 'plain'),
  failures: field(Count, 'of those, failed', 'plain'),
  resets: field(Count.optional(), 'of those, reset during the TLS handshake', 'plain'),
  rttMs: field(Count.optional(), 'median round trip, ms', 'plain'),
  throughputKbps: field(Count.optional(), 'median throughput, kbit/s', 'plain'),
  clients: field(
    z
      .array(
        z.object({
          version: field(z.string().max(32), 'version of the app', 'plain'),
          sessions: field(Count, 'sessions of that version, count', 'plain'),
        }),
      )
      .max(8)
      .optional(),
    'sessions by version of the app',
    'plain',
  ),
});

/** Types of `platform.connectivity.v1`, keyed by country, region and network. */
export const CONNECTIVITY_EVENTS = {
  'org.hrdshield.connectivity.measured.v1': Measured,
} as const;

const counted = { windowMs, expected: field(z.number().min(0), 'usual count', 'plain') };

/** Types of `platform.background-stats.v1`: platform-wide counts without accounts. */
export const BACKGROUND_EVENTS = {
  'org.hrdshield.background.topic-counted.v1': z.object({
    topicHash: field(z.string().max(64), 'topic or hashtag, hashed', 'plain'),
    language: field(z.string().max(16).optional(), 'BCP 47 language', 'plain'),
    events: field(Count, 'posts on the topic, count', 'plain'),
    ...counted,
  }),
  'org.hrdshield.background.text-counted.v1': z.object({
    sample: field(z.string().max(4096), 'one public wording of the text', 'content'),
    accounts: field(Count, 'accounts that posted it, count', 'plain'),
    targets: field(Count, 'accounts it was addressed to, count', 'plain'),
    shareTemplate: field(z.boolean().optional(), 'came from a share button', 'plain'),
    ...counted,
  }),
  'org.hrdshield.background.link-counted.v1': z.object({
    domain: field(z.string().max(253), 'registrable domain', 'plain'),
    shares: field(Count, 'posts that link to it, count', 'plain'),
    publisher: field(z.boolean().optional(), 'a verified publisher or syndicate', 'plain'),
    firstSeenAt: field(EpochMs.optional(), 'first seen on the platform, epoch ms', 'plain'),
    ...counted,
  }),
  'org.hrdshield.background.sign-ups-counted.v1': z.object({
    country: field(z.string().length(2).optional(), 'country, ISO 3166-1', 'plain'),
    networkHash: field(z.string().max(64).optional(), 'network cluster, hashed', 'plain'),
    signUps: field(Count, 'accounts made, count', 'plain'),
    ...counted,
  }),
} as const;

/** Events that are not keyed by the affected account, and are screened in ways of their own. */
export const STREAM_EVENTS = {
  ...PROFILE_EVENTS,
  ...CONNECTIVITY_EVENTS,
  ...BACKGROUND_EVENTS,
} as const;
export type StreamEventType = keyof typeof STREAM_EVENTS;
export type StreamEventData<T extends StreamEventType> = z.infer<(typeof STREAM_EVENTS)[T]>;

/** An event of a stream with valid data. */
export type StreamEvent = {
  [T in StreamEventType]: CloudEvent<StreamEventData<T>> & { readonly type: T };
}[StreamEventType];

/** The topic of each stream. */
export const STREAM_TOPICS = {
  profile: 'platform.profile-events.v1',
  connectivity: 'platform.connectivity.v1',
  background: 'platform.background-stats.v1',
} as const;
export type StreamTopic = (typeof STREAM_TOPICS)[keyof typeof STREAM_TOPICS];

/** Whether one of the low-volume streams carries events of this type; the firehose has others. */
export function isStreamEventType(type: string): type is StreamEventType {
  return Object.hasOwn(STREAM_EVENTS, type);
}

/** The low-volume topic on which an event of this type lies, without a prefix. */
export function streamTopicOf(type: StreamEventType): StreamTopic {
  if (Object.hasOwn(PROFILE_EVENTS, type)) return STREAM_TOPICS.profile;
  if (Object.hasOwn(CONNECTIVITY_EVENTS, type)) return STREAM_TOPICS.connectivity;
  return STREAM_TOPICS.background;
}

export type ParsedStreamEvent =
  | { readonly ok: true; readonly event: StreamEvent }
  | { readonly ok: false; readonly code: ErrorCode; readonly reason: string };

/**
 * Parses the data of a stream's event by its type.
 * @returns the typed event, or the code and the paths (never the values) that do not fit
 */
export function parseStreamEvent(event: CloudEvent): ParsedStreamEvent {
  const { type } = event;
  if (!isStreamEventType(type)) {
    return { ok: false, code: 'event.unknown-type', reason: 'the type is not in the reference' };
  }
  const parsed = STREAM_EVENTS[type].safeParse(event.data);
  if (parsed.success) return { ok: true, event: { ...event, data: parsed.data } as StreamEvent };
  const paths = parsed.error.issues.slice(0, 8).map((i) => `${i.path.join('.')} (${i.code})`);
  return { ok: false, code: 'event.bad-schema', reason: paths.join(', ') };
}
