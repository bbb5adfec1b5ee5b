import type { DefenderRef, ErrorCode } from '@hrd-shield/contracts';
import type { DESK_ROUTES, DeskAct } from '@hrd-shield/contracts/desk';
import type { RegistryPolicy } from '@hrd-shield/domain/registry';
import type { Clock, RecordSink } from '@hrd-shield/pipeline';
import { withdrawByNotice } from '@hrd-shield/registry';
import type { z } from 'zod';
import { type Answered, type Asked, done } from './server/route-types.ts';

/** What the log needs to stop processing. */
export interface StopDeps {
  readonly clock: Clock;
  readonly sink: RecordSink;
  /** Name of the notices topic. */
  readonly topic: string;
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
  return (ref) => withdrawByNotice(ref, deps, deps.topic);
}

/**
 * A withdrawal by the log alone: processing stops, and the registry takes it over when it is back.
 * With a phrase it waits for the database, since only there is it known what the phrase means.
 */
export function stopByLog(deps: StopDeps): WhenAway {
  const tell = tellWithdrawn(deps);
  return async (act, asked, code) => {
    const { now, principal } = asked;
    if (!AWAY.includes(code) || act !== 'changeOwnDesignation') return undefined;
    if (principal.kind !== 'bearer' || principal.defender === undefined) return undefined;
    const { act: own, phrase } = asked.body as unknown as OwnBody;
    const isTheirs = (principal.roles as readonly string[]).includes('defender');
    if (own.kind !== 'withdraw' || phrase !== undefined || !isTheirs) return undefined;
    await tell(principal.defender);
    const coolingOffUntil = now + deps.policy.coolingOffMs;
    return done({ state: 'cooling-off', dataClasses: [], coolingOffUntil });
  };
}
