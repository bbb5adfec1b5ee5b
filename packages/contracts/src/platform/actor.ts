import { z } from 'zod';
import { field } from '../field.ts';
import { AccountId } from '../ids.ts';
import { Count, EpochMs, Ratio } from '../units.ts';

/** How an actor came to the target; the ground of the exposure share. */
export const SURFACES = [
  'home',
  'following',
  'profile',
  'search',
  'hashtag',
  'trend',
  'repost',
  'quote',
  'notification',
  'external-link',
  'direct',
  'api',
] as const;

/** What the actor was to the target before this event. Absent means the platform cannot say. */
export const Relation = z.object({
  actorFollowsTarget: field(z.boolean().optional(), 'actor follows the target', 'content'),
  targetFollowsActor: field(z.boolean().optional(), 'target follows the actor', 'content'),
  interactions90d: field(
    Count.optional(),
    'interactions between the two in the last 90 days, count',
    'content',
  ),
  targetRepliedToActor90d: field(
    z.boolean().optional(),
    'the target answered the actor in the last 90 days',
    'content',
  ),
});

/** The account that acts. Every field but the id may be missing; missing is a state, never zero. */
export const Actor = z.object({
  account: field(AccountId, 'the account that acts', 'identity'),
  createdAt: field(EpochMs.optional(), 'account creation, epoch ms', 'content'),
  lastActiveBefore: field(
    EpochMs.optional(),
    'last public act before this one, epoch ms',
    'content',
  ),
  followers: field(Count.optional(), 'followers, count', 'content'),
  country: field(z.string().length(2).optional(), 'coarse country, ISO 3166-1', 'content'),
  networkHash: field(z.string().max(64).optional(), 'network cluster, hashed', 'content'),
  deviceHash: field(z.string().max(64).optional(), 'device cluster, hashed', 'content'),
  profileHash: field(
    z.string().max(64).optional(),
    'profile template (bio, avatar), similarity hash',
    'content',
  ),
  relation: field(Relation.optional(), 'prior relation to the target', 'content'),
  surface: field(z.enum(SURFACES).optional(), 'surface the actor came by', 'content'),
  referrerId: field(
    z.string().max(128).optional(),
    'object, community or site that sent the actor',
    'identity',
  ),
});
export type Actor = z.infer<typeof Actor>;

/** What a classifier or a matching service can say. `intimate` is a hit of a known-media list. */
export const VERDICT_LABELS = [
  'hostile',
  'supportive',
  'neutral',
  'threat',
  'sexualised',
  'spam',
  'other',
  'synthetic',
  'intimate',
] as const;

/** Where a verdict comes from; detection trusts each by its own setting. */
export const VERDICT_SYSTEMS = ['platform', 'osprey', 'coop', 'hma', 'ozone', 'other'] as const;

/** How a verdict was reached. */
export const VERDICT_BASES = ['classifier', 'rule', 'hash-match', 'human-review'] as const;

/** A classifier's opinion about the content: the platform's own, Osprey, Coop or HMA. */
export const ClassifierVerdict = z.object({
  provider: field(z.string().min(1).max(64), 'who judged', 'plain'),
  label: field(
    z.enum(VERDICT_LABELS),
    'what was judged; `synthetic` and `intimate` are about attached media',
    'content',
  ),
  score: field(Ratio, 'confidence, 0 to 1', 'content'),
  version: field(z.string().max(64), 'version of the classifier', 'plain'),
});
export type ClassifierVerdict = z.infer<typeof ClassifierVerdict>;

/** A verdict that arrives by itself, after what it is about. */
export const Judgement = z.object({
  system: field(z.enum(VERDICT_SYSTEMS), 'where it comes from', 'plain'),
  basis: field(z.enum(VERDICT_BASES), 'how it was reached', 'plain'),
  verdict: field(ClassifierVerdict, 'what was judged, by whom and how surely', 'content'),
  trust: field(
    Ratio.optional(),
    'how far the installation believes this system, 0 to 1; set at screening, absent before',
    'plain',
  ),
});
export type Judgement = z.infer<typeof Judgement>;

export const Verdicts = field(
  z.array(ClassifierVerdict).max(8).optional(),
  'verdicts of classifiers; absent when none ran',
  'content',
);
