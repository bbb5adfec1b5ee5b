import {
  type ActorRef,
  type CloudEvent,
  type DataClass,
  type DefenderRef,
  type EventRef,
  type Looks,
  parseStreamEvent,
  type StreamEvent,
  type TargetingActor,
  type TargetingEvent,
} from '@hrd-shield/contracts';
import { type MeasuredRecord, type PopularRecord, popularOf } from '../stages/popular-of.ts';
import type { SightingDeps } from '../stages/sighting-of.ts';
import { deadLetter, drop, ok, type StepResult } from '../step-result.ts';
import type { DefenderIndex, Designated } from './defender-index.ts';
import type { LikenessIndex } from './likeness-index.ts';
import { type FutureBounds, isInFuture } from './screen-event.ts';
import type { PseudonymDeps } from './to-targeting-event.ts';

/** An event of a stream that no affected account keys. */
export interface StreamCandidate {
  readonly event: CloudEvent;
  /** The record key; an account on the profile stream. */
  readonly key: string;
  /** When the log got the record, epoch ms. */
  readonly appendedAt: number;
}

/** What passes: events of defenders, counts for the stages, and how a defender's profile looks. */
export interface StreamOutcome {
  readonly events: readonly TargetingEvent[];
  readonly counts: readonly (PopularRecord | MeasuredRecord)[];
  readonly looks?: { readonly defender: DefenderRef; readonly looks: Looks };
}

export interface StreamDeps extends PseudonymDeps {
  readonly index: DefenderIndex;
  readonly likeness: LikenessIndex;
  /** What the stages are told of, and how it is keyed. */
  readonly stages: Omit<SightingDeps, 'pseudonyms'>;
  readonly now: () => number;
}

type Of<T extends StreamEvent['type']> = StreamEvent & { readonly type: T };
type Published = Of<'org.hrdshield.profile.published.v1'>;
type Outreach = Of<'org.hrdshield.profile.outreach-counted.v1'>;

/** A profile is public; whom somebody writes to is metadata of messages. */
const LIKENESS_CLASS: DataClass = 'public-content';
const OUTREACH_CLASS: DataClass = 'message-metadata';

/**
 * Screens the streams that no affected account keys: profiles by likeness to a defender's, outreach
 * by the account that its recipients have in common, counts as they are, since no account is in
 * them. The service and the offline command run this same step.
 *
 * @source architecture notes, section 3
 */
export function createScreenStream(
  deps: StreamDeps,
  bounds: FutureBounds,
): (candidate: StreamCandidate) => StepResult<StreamOutcome> {
  return (candidate) => {
    const parsed = parseStreamEvent(candidate.event);
    if (!parsed.ok) return deadLetter('parse-stream', parsed.code, parsed.reason);
    const { event } = parsed;
    const seen = { at: Date.parse(event.time), appendedAt: candidate.appendedAt };
    if (isInFuture(seen, deps.now(), bounds)) {
      return deadLetter('check-time', 'event.in-future', 'ce_time is ahead of both clocks');
    }
    switch (event.type) {
      case 'org.hrdshield.profile.published.v1':
        return screenProfile(event, candidate.key, deps);
      case 'org.hrdshield.profile.outreach-counted.v1':
        return screenOutreach(event, candidate.key, deps);
      case 'org.hrdshield.connectivity.measured.v1':
        return counted([{ kind: 'measured', at: Date.parse(event.time), seen: event.data }]);
      default: {
        const { pseudonyms, stages } = deps;
        const counts = popularOf(event, { ...stages, pseudonyms });
        return counts.length === 0 ? drop('not-used') : counted(counts);
      }
    }
  };
}

/** How the profile of an event looks. */
export function looksOfProfile(
  profile: Pick<Looks, 'handle' | 'displayName' | 'avatarHash'>,
  at: number,
): Looks {
  const { avatarHash, displayName, handle } = profile;
  return {
    at,
    handle,
    ...(displayName === undefined ? {} : { displayName }),
    ...(avatarHash === undefined ? {} : { avatarHash }),
  };
}

function counted(counts: StreamOutcome['counts']): StepResult<StreamOutcome> {
  return ok({ events: [], counts });
}

function screenProfile(event: Published, key: string, deps: StreamDeps): StepResult<StreamOutcome> {
  const { account, change, deviceHash, networkHash, ...profile } = event.data;
  if (account !== key) return wrongKey();
  const at = Date.parse(event.time);
  const kind: TargetingEvent['kind'] = change === 'created' ? 'profile-created' : 'profile-changed';
  const own = deps.index.find(Buffer.from(account));
  if (own !== undefined) {
    if (!isActive(own, deps)) return drop('designation-inactive');
    if (!own.dataClasses.has(LIKENESS_CLASS)) return drop('outside-consent');
    const looks = { defender: own.ref, looks: looksOfProfile(profile, at) };
    return ok({ events: [{ ...head(event, own.ref, deps), kind, profile }], counts: [], looks });
  }
  const alike = deps.likeness.similar(profile).map((ref) => deps.index.get(ref));
  const known = alike.filter((one): one is Designated => one !== undefined && isActive(one, deps));
  if (known.length === 0) return drop('not-a-defender');
  const told = known.filter((one) => one.dataClasses.has(LIKENESS_CLASS));
  if (told.length === 0) return drop('outside-consent');
  const actor: TargetingActor = {
    ...actorOf(account, deps),
    createdAt: profile.createdAt,
    ...(profile.followers === undefined ? {} : { followers: profile.followers }),
    ...(deviceHash === undefined ? {} : { deviceHash }),
    ...(networkHash === undefined ? {} : { networkHash }),
  };
  const events = told.map(({ ref }) => ({ ...head(event, ref, deps), kind, actor, profile }));
  return ok({ events, counts: [] });
}

function screenOutreach(event: Outreach, key: string, deps: StreamDeps): StepResult<StreamOutcome> {
  const { account, commonFollowee, commonFolloweeRatio, messaged } = event.data;
  if (account !== key) return wrongKey();
  if (commonFollowee === undefined) return drop('not-a-defender');
  const whose = deps.index.find(Buffer.from(commonFollowee));
  // Somebody who writes to the own followers impersonates nobody.
  if (whose === undefined || account === commonFollowee) return drop('not-a-defender');
  if (!isActive(whose, deps)) return drop('designation-inactive');
  if (!whose.dataClasses.has(OUTREACH_CLASS)) return drop('outside-consent');
  const outreach = {
    messaged,
    ...(commonFolloweeRatio === undefined ? {} : { contactRatio: commonFolloweeRatio }),
  };
  const actor = actorOf(account, deps);
  const kind = 'outreach-counted' as const;
  return ok({ events: [{ ...head(event, whose.ref, deps), kind, actor, outreach }], counts: [] });
}

/** One event may go to several defenders: each gets a reference of its own. */
function head(event: StreamEvent, defender: DefenderRef, { pseudonyms }: PseudonymDeps) {
  const ref = pseudonyms.event(event.source, `${event.id}|${defender}`) as EventRef;
  return { ref, defender, at: Date.parse(event.time) };
}

function actorOf(account: string, { box, pseudonyms }: PseudonymDeps): TargetingActor {
  const handle = box?.box(account);
  return {
    ref: pseudonyms.actor(account) as ActorRef,
    ...(handle === undefined ? {} : { handle }),
  };
}

function isActive({ expiresAt, state }: Designated, { now }: StreamDeps): boolean {
  return state === 'active' && expiresAt > now();
}

function wrongKey(): StepResult<never> {
  return deadLetter('check-key', 'event.wrong-key', 'the key is not the account of the profile');
}
