import { z } from 'zod';
import { field } from '../field.ts';
import { ActorRef, DefenderRef, EventRef, ObjectRef, Sealed } from '../ids.ts';
import { CONNECTIVITY_EVENTS } from '../platform/stream-events.ts';
import { Count, EpochMs, Ratio } from '../units.ts';

/**
 * What the stages across defenders are keyed by: who acts, what is spread, from where, and which
 * client reads.
 * @source detection notes, section 2: stages A, F and I
 */
export const STAGES = [
  'actor',
  'text',
  'media',
  'link',
  'domain',
  'cohort',
  'source',
  'client',
  'reader',
  'network',
] as const;
export type Stage = (typeof STAGES)[number];

const key = field(ObjectRef, 'keyed hash of an actor, fingerprint, cohort or client', 'pseudonym');

/** What one event at one defender means to the stages, under the data key of that defender. */
export const Sighting = z.object({
  at: field(EpochMs, 'event time, epoch ms', 'content'),
  actor: field(ActorRef.optional(), 'who acted; absent for sign-ins', 'pseudonym'),
  client: field(z.string().max(64).optional(), 'client, else device cluster, hashed', 'content'),
  trusted: field(
    z.literal(true).optional(),
    'a letter of one whom the defender follows or answers: joins what strangers make',
    'content',
  ),
  connection: field(
    z
      .object({
        cell: field(z.string().max(128), 'country, region and network', 'content'),
        attempts: field(Count, 'connections tried, count', 'content'),
        failures: field(Count, 'of those, failed', 'content'),
      })
      .optional(),
    'how the connections of the defender fared',
    'content',
  ),
  items: field(
    z
      .array(z.object({ stage: z.enum(STAGES), key }))
      .min(1)
      .max(24),
    'what it is looked up under',
    'content',
  ),
});
export type Sighting = z.infer<typeof Sighting>;

/**
 * An actor at a defender who was at others before. The others are hashes that say nothing outside
 * the stage.
 */
export const CrewCandidate = z.object({
  at: field(EpochMs, 'event time, epoch ms', 'content'),
  actor: field(ActorRef, 'keyed pseudonym', 'pseudonym'),
  hits: field(
    z
      .array(
        z.object({
          target: field(ObjectRef, 'another defender, as a hash', 'pseudonym'),
          cell: field(ObjectRef, 'that defender in a span of time, as a hash', 'pseudonym'),
        }),
      )
      .max(16),
    'where else the actor was, newest last',
    'pseudonym',
  ),
  collision: field(Ratio, 'chance that two acts fall into one cell', 'plain'),
});
export type CrewCandidate = z.infer<typeof CrewCandidate>;

/**
 * A record of `shield.sightings.v1`. Its partition follows from what it is looked up under, so that
 * equal things meet; the record key is empty.
 */
export const StageRecord = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('sighting'),
    ref: field(EventRef, 'keyed hash of the event', 'pseudonym'),
    defender: DefenderRef,
    sealed: field(Sealed, 'Sighting under the data key of the defender', 'content'),
  }),
  z.object({
    kind: z.literal('candidate'),
    ref: field(EventRef, 'keyed hash of the event', 'pseudonym'),
    defender: DefenderRef,
    sealed: field(Sealed, 'CrewCandidate under the data key of the defender', 'content'),
  }),
  z.object({
    kind: z.literal('popular'),
    stage: z.enum(STAGES),
    key,
    at: field(EpochMs, 'event time, epoch ms', 'plain'),
    targets: field(Count, 'accounts it was addressed to on the whole platform, count', 'plain'),
    ratio: field(z.number().min(0), 'count over usual count', 'plain'),
    exempt: field(z.boolean(), 'from a share button or a verified publisher', 'plain'),
  }),
  z.object({
    kind: z.literal('measured'),
    at: field(EpochMs, 'beginning of the window, epoch ms of event time', 'plain'),
    seen: field(
      CONNECTIVITY_EVENTS['org.hrdshield.connectivity.measured.v1'],
      'how one network of one region fares; no account is in it',
      'plain',
    ),
  }),
]);
export type StageRecord = z.infer<typeof StageRecord>;

/** How far one partition of the firehose was taken, for the watermark of all instances. */
export const IngestProgress = z.object({
  topic: field(z.string().max(249), 'topic of the firehose', 'plain'),
  partition: field(Count, 'its partition', 'plain'),
  at: field(EpochMs, 'largest event time taken, epoch ms; 0: none yet', 'plain'),
  idle: field(z.boolean(), 'silent for so long that it holds nothing back', 'plain'),
});
export type IngestProgress = z.infer<typeof IngestProgress>;

/** How the profile of a defender looks, for screening of other profiles by likeness. */
export const ProtectedLooks = z.object({
  defender: DefenderRef,
  sealed: field(Sealed, 'Looks under the data key of the defender', 'content'),
});
export type ProtectedLooks = z.infer<typeof ProtectedLooks>;

/** What `ProtectedLooks` seals. */
export const Looks = z.object({
  at: field(EpochMs, 'event time of the newest word, epoch ms', 'content'),
  handle: field(z.string().max(64), 'handle', 'identity'),
  displayName: field(z.string().max(128).optional(), 'display name', 'identity'),
  avatarHash: field(z.string().max(16).optional(), '64-bit perceptual hash, hex', 'content'),
});
export type Looks = z.infer<typeof Looks>;
