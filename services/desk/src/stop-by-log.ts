import type { DefenderRef, ErrorCode } from '@hrd-shield/contracts';
import type { DESK_ROUTES, DeskAct } from '@hrd-shield/contracts/desk';
import type { RegistryPolicy } from '@hrd-shield/domain/registry';
import type { Clock } from '@hrd-shield/pipeline';
import {
  type AskedStop,
  type DesignationSealer,
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
  readonly sealer: Pick<DesignationSealer, 'sealStop'>;
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

export function tellWithdrawn(deps: StopDeps): TellWithdrawn {
  return (ref) => withdrawByNotice(ref, deps);
}

/**
 * A withdrawal or a pause by the log alone: processing stops, and the registry takes it over when
 * it is back. The plain withdrawal of a defender is final. A phrase means what only the registry
 * knows, and a delegate may only pause: that stops too, on the safe side, until it was heard.
 * The screen says the same as when the registry answers.
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
    const isWithdrawal = word.kind === 'withdraw' && word.by === 'defender';
    await (isWithdrawal && word.phrase === undefined
      ? withdrawByNotice(ref, deps)
      : stopByNotice(ref, word, deps));
    if (!isWithdrawal) return done({ state: 'paused', dataClasses: [] });
    const coolingOffUntil = now + deps.policy.coolingOffMs;
    return done({ state: 'cooling-off', dataClasses: [], coolingOffUntil });
  };
}

/** What stops processing; everything else waits for the database. */
function wordOf({ body, principal }: Asked): AskedStop | undefined {
  const { act, phrase } = body as unknown as OwnBody;
  if (act.kind !== 'pause' && act.kind !== 'withdraw') return undefined;
  const isTheirs = (principal.roles as readonly string[]).includes('defender');
  return {
    by: isTheirs ? 'defender' : 'delegate',
    kind: act.kind,
    ...(phrase === undefined ? {} : { phrase }),
  };
}
