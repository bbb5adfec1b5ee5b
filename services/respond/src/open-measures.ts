import { topicName } from '@hrd-shield/contracts';
import type { ProtectionPolicy } from '@hrd-shield/domain/protection';
import type { Clock, LogReader, RecordSink } from '@hrd-shield/pipeline';
import { loadCrisisWindows, loadProtectionPolicy, withCandidate } from '@hrd-shield/policy';
import type { ServiceContext } from '@hrd-shield/runtime';
import type { RespondConfig } from './config.ts';
import type { Designations } from './steps/follow-designations.ts';
import { createMeasureConditions, type MeasureConditions } from './steps/follow-switches.ts';
import { createHoldCheck, type HoldCheck, NO_HOLD_CHECK } from './steps/hold-check.ts';
import { createMeasureBreakers, type MeasureBreakers } from './steps/measure-breakers.ts';

/** The policy that new workflows pin, with a candidate in its shadow where one is given. */
export function policyOf({ candidateRules }: RespondConfig): ProtectionPolicy {
  const live = loadProtectionPolicy();
  return candidateRules === undefined ? live : withCandidate(live, candidateRules);
}

type Context = Pick<ServiceContext<RespondConfig>, 'config' | 'logger'>;

/** Asks `hold` where it is given; without it, says so once at start. */
export function openHoldCheck({ config, logger }: Context): HoldCheck {
  const { holdToken: token, holdUrl: url } = config;
  if (url === undefined || token === undefined) {
    logger.warn('hold is not asked before something automatic touches others');
    return NO_HOLD_CHECK;
  }
  const onUnknown = (): void => logger.warn('hold cannot tell whose accounts are; people decide');
  return createHoldCheck({ fetch: globalThis.fetch, onUnknown }, { url, token });
}

/** Follows stops, breakers and declared crises. */
export function openConditions(
  { logger }: Context,
  at: { readonly reader: LogReader; readonly clock: Clock },
): MeasureConditions {
  return createMeasureConditions({
    reader: at.reader,
    crises: loadCrisisWindows(),
    now: at.clock.now,
    onRefused: () => logger.error('a stop of measures cannot be read'),
  });
}

/** Counts what is done to others; a breaker that trips is told to every process. */
export function openBreakers(
  { config, logger }: Context,
  to: {
    readonly sink: RecordSink;
    readonly designations: Pick<Designations, 'standingOf'>;
    readonly clock: Clock;
  },
): MeasureBreakers {
  return createMeasureBreakers({
    policy: loadProtectionPolicy(),
    countryOf: (defender) => {
      const standing = to.designations.standingOf(defender);
      return standing.kind === 'active' ? standing.profile.country : undefined;
    },
    sink: to.sink,
    topic: topicName('measureSwitches', config.topicPrefix),
    now: to.clock.now,
    onTripped: (measure) => logger.warn('a breaker has tripped', { measure }),
    onFault: (fault) => logger.error('a tripped breaker was not told', {}, fault),
  });
}
