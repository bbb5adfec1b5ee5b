import { z } from 'zod';
import { field } from '../field.ts';
import { ActorRef, Boxed, DefenderRef, EventRef, ObjectRef, Sealed } from '../ids.ts';
import { SignIn } from '../platform/account-events.ts';
import { Judgement, Relation, SURFACES, Verdicts } from '../platform/actor.ts';
import { Media } from '../platform/content-events.ts';
import { REPORT_REASONS } from '../platform/report-events.ts';
import {
  Connection,
  LegalRequest,
  Listing,
  Lookup,
  Search,
  View,
} from '../platform/sight-events.ts';
import { Count, EpochMs, Ratio } from '../units.ts';
import { VAULT_KINDS } from '../vocabulary.ts';

/** What a targeting event is about: the platform event type without prefix and version. */
export const TARGETING_KINDS = [
  'own-post',
  'posted',
  'replied',
  'mentioned',
  'quoted',
  'reposted',
  'reacted',
  'messaged',
  'edited',
  'deleted',
  'login-succeeded',
  'login-failed',
  'password-reset-requested',
  'credential-changed',
  'session-revoked',
  'oauth-granted',
  'data-exported',
  'profile-created',
  'profile-changed',
  'followed',
  'unfollowed',
  'adverse-action-proposed',
  'adverse-action-taken',
  'adverse-action-reversed',
  'viewed',
  'listed',
  'searched',
  'contact-looked-up',
  'legal-request-received',
  'connection-measured',
  'report-filed',
  'report-decided',
  'outreach-counted',
  'judged',
] as const;
export type TargetingKind = (typeof TARGETING_KINDS)[number];

/** An actor as detection sees it: a pseudonym, and a handle that only the platform can open. */
export const TargetingActor = z.object({
  ref: field(ActorRef, 'keyed pseudonym', 'pseudonym'),
  handle: field(Boxed.optional(), 'the account, boxed to the platform adapter', 'identity'),
  createdAt: EpochMs.optional(),
  lastActiveBefore: EpochMs.optional(),
  followers: Count.optional(),
  country: z.string().length(2).optional(),
  networkHash: z.string().optional(),
  deviceHash: z.string().optional(),
  profileHash: z.string().optional(),
  relation: Relation.optional(),
  surface: z.enum(SURFACES).optional(),
  referrer: field(ObjectRef.optional(), 'what sent the actor, as a keyed hash', 'pseudonym'),
});
export type TargetingActor = z.infer<typeof TargetingActor>;

/**
 * One event that affects one defender: the input of detection. References to the platform are
 * keyed hashes; text and actors travel sealed.
 */
export const TargetingEvent = z.object({
  ref: field(EventRef, 'keyed hash of the platform event id', 'pseudonym'),
  defender: field(DefenderRef, 'whom it affects', 'pseudonym'),
  at: field(EpochMs, 'event time, epoch ms', 'content'),
  kind: field(z.enum(TARGETING_KINDS), 'what happened', 'content'),
  actor: field(TargetingActor.optional(), 'who acts; absent for sign-in events', 'content'),
  object: field(ObjectRef.optional(), 'the new or reported object', 'pseudonym'),
  parent: field(ObjectRef.optional(), 'the object answered or shared', 'pseudonym'),
  text: field(z.string().optional(), 'what was written', 'content'),
  language: field(z.string().optional(), 'BCP 47 language', 'content'),
  links: field(z.array(z.string()).optional(), 'links in the text', 'content'),
  media: field(z.array(Media).optional(), 'attached media', 'content'),
  shareTemplate: field(z.boolean().optional(), 'text from a share button', 'content'),
  vault: field(
    z.array(z.enum(VAULT_KINDS)).max(VAULT_KINDS.length).optional(),
    'kinds of vault entries that the text holds, by keyed match; never the value',
    'content',
  ),
  verdicts: Verdicts,
  judgement: field(
    Judgement.optional(),
    'a verdict that came by itself, about the object',
    'content',
  ),
  signIn: field(SignIn.optional(), 'circumstances of a sign-in', 'content'),
  changed: z.enum(['password', 'mfa', 'recovery']).optional(),
  oauth: z
    .object({ appHash: z.string(), wideScope: z.boolean(), appAgeDays: Count.optional() })
    .optional(),
  profile: z
    .object({
      handle: z.string(),
      displayName: z.string().optional(),
      bio: z.string().optional(),
      avatarHash: z.string().optional(),
      createdAt: EpochMs,
      followers: Count.optional(),
      labelledParody: z.boolean().optional(),
    })
    .optional(),
  outreach: field(
    z
      .object({
        messaged: field(Count, 'accounts written to for the first time, count', 'content'),
        contactRatio: field(Ratio.optional(), 'share of them who follow the defender', 'content'),
      })
      .optional(),
    'how another account reaches out',
    'content',
  ),
  adverse: z
    .object({
      action: z.enum(['remove', 'restrict', 'suspend', 'demonetise', 'label']),
      origin: z.enum(['automated', 'reports', 'moderator', 'government', 'court']),
    })
    .optional(),
  report: z
    .object({
      ref: ObjectRef,
      reason: z.enum(REPORT_REASONS).optional(),
      objectCreatedAt: EpochMs.optional(),
      viewedObject: z.boolean().optional(),
      reporterDecided: Count.optional(),
      reporterUpheld: Count.optional(),
      upheld: z.boolean().optional(),
    })
    .optional(),
  reaction: field(
    z
      .object({
        name: field(z.string().max(32), 'as the platform names it', 'content'),
        viewedObject: z.boolean().optional(),
      })
      .optional(),
    'a reaction, such as a downvote',
    'content',
  ),
  view: field(View.optional(), 'what was looked at', 'content'),
  listing: field(
    Listing.omit({ listId: true }).optional(),
    'on what the account was put; the list is the object',
    'content',
  ),
  search: field(Search.optional(), 'what was asked', 'content'),
  lookup: field(Lookup.optional(), 'what was uploaded', 'content'),
  legalRequest: field(LegalRequest.optional(), 'who asks what, and why', 'content'),
  connection: field(Connection.optional(), 'how connections fared', 'content'),
});
export type TargetingEvent = z.infer<typeof TargetingEvent>;

/**
 * What the stage across defenders knows of actors who turn up at this one: how many others they
 * went for together. It names no other defender; its place on the log settles when it counts.
 */
export const TargetingHint = z.object({
  ref: field(EventRef, 'keyed hash of the hint', 'pseudonym'),
  defender: field(DefenderRef, 'whom it reaches', 'pseudonym'),
  at: field(EpochMs, 'event time, epoch ms', 'content'),
  crew: field(
    z
      .array(
        z.object({
          actor: field(ActorRef, 'keyed pseudonym', 'pseudonym'),
          targets: field(Count, 'other defenders hit in the last 30 days, count', 'content'),
        }),
      )
      .max(64),
    'actors who hit the same defenders more often than chance explains; empty: none',
    'content',
  ),
  qValue: field(Ratio, 'false discovery rate of the ties, 0 to 1', 'content'),
  letter: field(
    z.literal(true).optional(),
    'what met others is a private link of theirs, of one domain',
    'content',
  ),
  breadth: field(
    z
      .object({
        client: field(z.string().max(64), 'client, else device cluster, hashed', 'content'),
        targets: field(Count, 'defenders that it walked through within the hour', 'content'),
        slow: field(z.boolean().optional(), 'counted within days, not the hour', 'content'),
      })
      .optional(),
    'a client that reads many defenders',
    'content',
  ),
  source: field(
    z
      .object({
        targets: field(Count, 'defenders whose sign-in it tried', 'content'),
      })
      .optional(),
    'a line that tries the sign-in of several defenders',
    'content',
  ),
  outage: field(
    z
      .object({
        networkHash: field(z.string().max(64), 'network (ASN) cluster, hashed', 'plain'),
        region: field(z.string().max(32), 'region of the country', 'plain'),
        lostRatio: field(Ratio, 'share of the usual sessions that is missing', 'plain'),
        signals: field(Count, 'independent signs of it, count', 'plain'),
        interference: field(z.boolean(), 'resets or slowing, not silence alone', 'plain'),
        scope: field(
          z.enum(['network', 'region', 'everywhere', 'client']),
          'whom it meets; only the first two can be a shutdown',
          'plain',
        ),
        targeted: field(z.boolean(), 'defenders lose far more than their network', 'plain'),
      })
      .optional(),
    'the network of the defender is cut or slowed',
    'content',
  ),
});
export type TargetingHint = z.infer<typeof TargetingHint>;

/**
 * A record of `shield.targeting-events.v1`, the sole input of detection. Events and hints are
 * applied in log order; watermarks only move event time.
 */
export const TargetingRecord = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    ref: EventRef,
    defender: DefenderRef,
    sealed: field(Sealed, 'TargetingEvent under the data key of the defender', 'content'),
  }),
  z.object({
    kind: z.literal('hint'),
    ref: EventRef,
    defender: DefenderRef,
    sealed: field(Sealed, 'cross-defender hint under the data key of the defender', 'content'),
  }),
  z.object({
    kind: z.literal('watermark'),
    at: field(EpochMs, 'no earlier event is to come, epoch ms of event time', 'plain'),
  }),
]);
export type TargetingRecord = z.infer<typeof TargetingRecord>;
