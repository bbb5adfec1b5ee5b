import type { DefenderRef, ErrorCode } from '@hrd-shield/contracts';
import type { DESK_ROUTES, DeskAct } from '@hrd-shield/contracts/desk';
import type { RegistryPolicy } from '@hrd-shield/domain/registry';
import type { Clock } from '@hrd-shield/pipeline';
import {
  type AskedStop,
  isEverything,
  type StopSealer,
  stopByNotice,
  type TellDeps,
  withdrawByNotice,
} from '@hrd-shield/registry';
import type { z } from 'zod';
import { createWordLimit } from './limit-words.ts';
import { type Answered, type Asked, done } from './server/route-types.ts';

/** What the log needs to stop processing. */
export interface StopDeps extends TellDeps {
  readonly clock: Clock;
  readonly sealer: StopSealer;
  readonly policy: Pick<RegistryPolicy, 'coolingOffMs'>;
}

/** What stands in for a route whose database is away. */
export type WhenAway = (
  act: DeskAct,
  asked: Asked,
  code: ErrorCode,
) => Promise<Answered<unknown> | undefined>;

type OwnBody = z.output<(typeof DESK_ROUTES)['changeOwnDesignation']['body']>;

const AWAY: readonly ErrorCode[] = ['postgres.unavailable', 'audit.unavailable'];

/** Tells the log that consent was withdrawn. @throws ShieldError `kafka.*` */
export type TellWithdrawn = (ref: DefenderRef) => Promise<void>;

/** The way past the database: the log alone stops processing. */
export function tellWithdrawn(deps: StopDeps): TellWithdrawn {
  return (ref) => withdrawByNotice(ref, deps);
}

/**
 * A withdrawal, a pause, or less consent by the log alone: processing stops, and the registry takes
 * it over when it is back. The plain withdrawal of a defender is final. A phrase means what only
 * the registry knows, and a delegate may only pause: that stops too, on the safe side, until it was
 * heard. The screen says the same as when the registry answers, as far as the desk can know it.
 */
export function stopByLog(deps: StopDeps): WhenAway {
  const limit = createWordLimit();
  return async (act, asked, code) => {
    const { now, principal } = asked;
    if (!AWAY.includes(code) || act !== 'changeOwnDesignation') return undefined;
    if (principal.kind !== 'bearer' || principal.defender === undefined) return undefined;
    const { defender: ref } = principal;
    const word = wordOf(asked);
    if (word === undefined || !limit.take(ref, now)) return undefined;
    const isPlain = word.kind === 'withdraw' && word.by === 'defender' && word.phrase === undefined;
    await (isPlain ? withdrawByNotice(ref, deps) : stopByNotice(ref, word, deps));
    return done(shownAfter(word, now + deps.policy.coolingOffMs));
  };
}

/** What the desk can say before the registry has heard the word. */
function shownAfter(word: AskedStop, coolingOffUntil: number) {
  const isNarrowing = word.kind === 'narrow-consent';
  if (isNarrowing && !isEverything(word.classes)) {
    return { state: 'active', dataClasses: [], takenBack: word.classes };
  }
  const isEnd = word.by === 'defender' && word.kind !== 'pause';
  return isEnd
    ? { state: 'cooling-off', dataClasses: [], coolingOffUntil }
    : { state: 'paused', dataClasses: [] };
}

/** What stops processing; everything else waits for the database. */
function wordOf({ body, principal }: Asked): AskedStop | undefined {
  const { act, phrase } = body as unknown as OwnBody;
  const by = (principal.roles as readonly string[]).includes('defender') ? 'defender' : 'delegate';
  const said = { by, ...(phrase === undefined ? {} : { phrase }) } as const;
  if (act.kind === 'pause' || act.kind === 'withdraw') return { ...said, kind: act.kind };
  // Consent is the defender's own.
  const isNarrowing = act.kind === 'narrow-consent' && by === 'defender' && act.classes.length > 0;
  return isNarrowing ? { ...said, kind: act.kind, classes: act.classes } : undefined;
}
