import {
  type CloudEvent,
  dataClassOf,
  type PlatformEvent,
  parsePlatformEvent,
  type TargetingEvent,
} from '@hrd-shield/contracts';
import type { Step } from '../chain.ts';
import { startChain } from '../chain.ts';
import { deadLetter, drop, ok } from '../step-result.ts';
import type { Designated } from './defender-index.ts';
import { knownAt } from './known-at.ts';
import { ThreadMemory } from './thread-memory.ts';
import { type PseudonymDeps, toTargetingEvent } from './to-targeting-event.ts';
import { type VaultKeys, vaultMatches } from './vault.ts';

/** An event of a designated account, as far as it is known. */
export interface Candidate<Event> {
  readonly event: Event;
  /** Account of the record key. */
  readonly key: string;
  readonly designated: Designated;
  /** When the log got the record, epoch ms. */
  readonly appendedAt: number;
  /** Event time reached by its partition, epoch ms; 0 where nothing is known yet. */
  readonly reachedAt: number;
}

export interface TimeBounds extends FutureBounds {
  /** How far event time may lie behind what its partition has reached, ms. */
  readonly latenessMs: number;
}

/** What says that an event comes from the future. */
export interface FutureBounds {
  /** How far event time may run ahead of append time, ms. */
  readonly futureMs: number;
  /** How far append time may lag behind the own clock, ms; 0 when absent: a file has no broker. */
  readonly brokerLagMs?: number;
}

/**
 * What screening does with an event once its account is known: schema, key, consent, time,
 * pseudonyms. The service and the offline command run this same chain.
 */
export function createScreenEvent(
  deps: PseudonymDeps & {
    readonly now: () => number;
    /** Keys of the index, to recognise what lies in a vault; absent: nothing is compared. */
    readonly vaultKeys?: VaultKeys | undefined;
  },
  bounds: TimeBounds,
): Step<Candidate<CloudEvent>, TargetingEvent> {
  const threads = new ThreadMemory();
  return startChain(checkDesignation(deps.now))
    .next(parseEvent)
    .next(checkKey)
    .next(checkConsent)
    .next(checkTime(deps.now, bounds))
    .next(({ event, designated }) => {
      const targeting = toTargetingEvent(event, designated.ref, deps);
      return ok(withVault(targeting, designated, { keys: deps.vaultKeys, threads }));
    }).run;
}

function checkDesignation(now: () => number): Step<Candidate<CloudEvent>, Candidate<CloudEvent>> {
  return (candidate) => {
    const { state, expiresAt } = candidate.designated;
    return state === 'active' && expiresAt > now() ? ok(candidate) : drop('designation-inactive');
  };
}

const parseEvent: Step<Candidate<CloudEvent>, Candidate<PlatformEvent>> = (candidate) => {
  const parsed = parsePlatformEvent(candidate.event);
  if (!parsed.ok) return deadLetter('parse-event', parsed.code, parsed.reason);
  return ok({ ...candidate, event: parsed.event });
};

const checkKey: Step<Candidate<PlatformEvent>, Candidate<PlatformEvent>> = (candidate) =>
  candidate.event.data.affected === candidate.key
    ? ok(candidate)
    : deadLetter('check-key', 'event.wrong-key', 'the key is not the affected account');

const checkConsent: Step<Candidate<PlatformEvent>, Candidate<PlatformEvent>> = (candidate) =>
  candidate.designated.dataClasses.has(dataClassOf(candidate.event.type))
    ? ok(candidate)
    : drop('outside-consent');

/** True for an event that runs ahead of every clock which it is held against. */
export function isInFuture(
  { at, appendedAt }: { readonly at: number; readonly appendedAt: number },
  nowMs: number,
  { brokerLagMs = 0, futureMs }: FutureBounds,
): boolean {
  return at > knownAt(appendedAt, nowMs, brokerLagMs) + futureMs;
}

function checkTime(
  now: () => number,
  bounds: TimeBounds,
): Step<Candidate<PlatformEvent>, Candidate<PlatformEvent>> {
  return (candidate) => {
    const at = Date.parse(candidate.event.time);
    if (isInFuture({ at, appendedAt: candidate.appendedAt }, now(), bounds)) {
      return deadLetter('check-time', 'event.in-future', 'ce_time is ahead of both clocks');
    }
    // Event time counts from the epoch: detection would refuse what lies before.
    if (at < 0) return deadLetter('check-time', 'event.too-old', 'ce_time is before 1970');
    if (candidate.reachedAt > 0 && at < candidate.reachedAt - bounds.latenessMs) {
      return deadLetter('check-time', 'event.too-old', 'ce_time is behind the allowed lateness');
    }
    return ok(candidate);
  };
}

/**
 * Tells which kinds of vault entries a text by somebody else holds, alone or with what its author
 * said before; never the value.
 */
function withVault(
  event: TargetingEvent,
  { dataClasses, digestKey = '', vault = [] }: Designated,
  { keys, threads }: { readonly keys: VaultKeys | undefined; readonly threads: ThreadMemory },
): TargetingEvent {
  if (keys === undefined || vault.length === 0 || !dataClasses.has('vault')) return event;
  const { actor, defender } = event;
  if (actor === undefined || event.kind === 'own-post') return event;
  const seen = (event.media ?? []).map(({ recognisedText }) => recognisedText);
  const texts = [event.text, ...seen].filter((text): text is string => text !== undefined);
  if (texts.length === 0) return event;
  const thread = threads.take(event, actor.ref);
  const digestOf = keys.digestUnder?.(digestKey) ?? keys.digestOf;
  const kinds = vaultMatches(defender, vault, [...texts, ...thread], { ...keys, digestOf });
  if (kinds.length === 0) return event;
  threads.drop(defender, actor.ref);
  return { ...event, vault: [...kinds] };
}
