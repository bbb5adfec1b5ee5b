import type { MeasureEntry, MeasureLimits } from '@hrd-shield/domain/protection';
import type { MeasureRules } from './measure-rules.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** What the rules need of one entry; what is off or absent takes no room in a workflow. */
export function measureSpec(entry: MeasureRules['measures'][number]): MeasureEntry {
  return {
    ...(entry.subject === 'defender' ? {} : { subject: entry.subject }),
    harm: entry.harm,
    ...(entry.consent === 'pre-consented' ? {} : { consent: entry.consent }),
    ...(entry.automaticAt === 'never' ? {} : { automaticAt: entry.automaticAt }),
    lifetimeMs: entry.lifetimeHours * HOUR_MS,
    longestMs: entry.longestHours * HOUR_MS,
    ...(entry.successor === undefined ? {} : { successor: entry.successor }),
    ...quotasOf(entry),
    ...(entry.statement === undefined ? {} : { statement: entry.statement }),
    ...(entry.visible ? { visible: true } : {}),
    ...(entry.reducesReach ? { reducesReach: true } : {}),
    ...(entry.keepsPath ? { keepsPath: true } : {}),
    ...(entry.tells ? { tells: true } : {}),
    ...(entry.parameters === undefined ? {} : { parameters: given(entry.parameters) }),
  };
}

/** Quotas bind what is done to others without a person, and nothing else. */
function quotasOf(
  entry: MeasureRules['measures'][number],
): Pick<MeasureEntry, 'quotaPerHour' | 'quotaPerCampaignHour' | 'quotaPerRegionHour'> {
  if (entry.subject !== 'actors' || entry.automaticAt === 'never') return {};
  const { quotaPerHour, quotaPerCampaignHour, quotaPerRegionHour } = entry;
  return {
    quotaPerHour,
    ...(quotaPerCampaignHour === undefined ? {} : { quotaPerCampaignHour }),
    ...(quotaPerRegionHour === undefined ? {} : { quotaPerRegionHour }),
  };
}

/** Limits of all measures together, in the units of the domain: ms. */
export function limitsOf(limits: MeasureRules['limits']): MeasureLimits {
  return {
    jitterMs: limits.jitterSeconds * SECOND_MS,
    reachMsPerWeek: limits.reachHoursPerWeek * HOUR_MS,
    breakerFailuresPerHour: limits.breakerFailuresPerHour,
    breakerRejectionsPerHour: limits.breakerRejectionsPerHour,
    breakerRestMs: limits.breakerRestMinutes * MINUTE_MS,
    bandMin: limits.bandMin,
  };
}

function given<V>(parameters: Readonly<Record<string, V | undefined>>): Record<string, V> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
}
