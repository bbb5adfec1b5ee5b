import { THREATS } from '@hrd-shield/contracts/pure';
import { learnDayPattern } from './day-pattern.ts';
import { forgetCampaign } from './fusion/assign-campaigns.ts';
import type { DetectionPolicy } from './policy.ts';
import { expireActors } from './state/actor-table.ts';
import { expireAmplify } from './state/amplify-memory.ts';
import { HOUR_MS, learnHour, learnSilence, ratePerHour } from './state/baseline.ts';
import { advanceBuckets, BUCKET_MS, BUCKETS_PER_HOUR, sumBuckets } from './state/bucket-counts.ts';
import { trimCampaigns } from './state/campaign-memory.ts';
import { CHANNEL_INDEX, CHANNELS } from './state/channels.ts';
import { expireCrew, trimCrew } from './state/crew-memory.ts';
import { expireDripActs, inSteps, trimDripActs } from './state/drip-memory.ts';
import { expireMedia, trimMedia } from './state/media-memory.ts';
import { expireOutage } from './state/outage-memory.ts';
import { trimOwnTexts } from './state/own-texts.ts';
import { expireRecent } from './state/recent-events.ts';
import { expireReports, trimReports } from './state/report-memory.ts';
import { newSeenEvents } from './state/seen-events.ts';
import { expireSightings, trimSightings } from './state/sighting-memory.ts';
import { expireSteps, learnSignIn } from './state/sign-in-memory.ts';
import type { DefenderState } from './state/state.ts';
import { expireSuppressSignals, learnSuppressDays } from './state/suppress-memory.ts';
import { expireViews } from './state/view-memory.ts';
import { cusumStep } from './statistics/cusum.ts';

export const DAY_MS = 86_400_000;
/** An hour is learnt this long after its end, so that late events are in it. */
const LEARN_LAG_HOURS = 1;
/** Hours learnt one by one; a longer silence is learnt at once. */
const HOURS_MAX = 48;

const HOURS_PER_DAY = 24;
const NONE: readonly number[] = CHANNELS.map(() => 0);
const { adverse: ADVERSE, report: REPORT } = CHANNEL_INDEX;

/** How often an unchanged state is looked at again; a tier dwells at least as long. */
const LOOK_MS = 1_800_000;

/** The next boundary after now at which the state is looked at without an event. */
export function nextLook(state: DefenderState): number {
  return (Math.floor(state.clock.nowMs / LOOK_MS) + 1) * LOOK_MS;
}

/** Moves event time forward; never back. */
export function moveClock(state: DefenderState, toMs: number, policy: DetectionPolicy): void {
  const { clock } = state;
  if (toMs <= clock.nowMs) return;
  const crossed = Math.floor(toMs / BUCKET_MS) > Math.floor(clock.nowMs / BUCKET_MS);
  if (!crossed) {
    clock.nowMs = toMs;
    return;
  }
  learnHours(state, toMs, policy);
  clock.nowMs = toMs;
  advanceBuckets(state.counts, toMs);
  expire(state, Math.floor(toMs / BUCKET_MS) * BUCKET_MS, policy);
}

/** Learns hours that closed. Their counts must still be in the buckets, so this goes first. */
function learnHours(state: DefenderState, toMs: number, policy: DetectionPolicy): void {
  const { clock } = state;
  const closed = Math.floor(toMs / HOUR_MS) - LEARN_LAG_HOURS;
  const alert = isAlert(state);
  learnSuppressDays(state.suppress, toMs, policy.detectors.D18, alert);
  if (clock.nextHour >= closed) return;
  const cold = clock.nowMs - clock.firstAt < policy.baseline.coldStartMs;
  const growthMax = cold ? Number.POSITIVE_INFINITY : policy.baseline.weeklyGrowthMax;
  for (let step = 0; step < HOURS_MAX && clock.nextHour < closed; step += 1) {
    const seen = countsOf(state, clock.nextHour);
    sumDrip(state, clock.nextHour, seen[ADVERSE] ?? 0, policy);
    sumReports(state, clock.nextHour, seen[REPORT] ?? 0, policy);
    learnDayPattern(state, clock.nextHour, policy);
    // Hours in alert are not learnt: an attack must not become what is usual.
    if (!alert) learnHour(state.baseline, clock.nextHour, seen, { policy, growthMax });
    clock.nextHour += 1;
  }
  if (clock.nextHour < closed) {
    // So long a silence ends whatever was being added up.
    Object.assign(state.drip, { hourly: 0, daily: 0, dayCount: 0, dayExpected: 0 });
    Object.assign(state.drip, { strangers: 0, hidden: 0 });
    Object.assign(state.drip, { reports: 0, reportCount: 0, reportExpected: 0 });
    learnSilence(state.baseline, closed - clock.nextHour, policy);
    clock.nextHour = closed;
  }
}

/** Whether any campaign is above `none`. */
export function isAlert({ campaigns }: DefenderState): boolean {
  for (const campaign of campaigns) if (campaign.tier !== 'none') return true;
  return false;
}

/** Events of each channel in an hour; nothing is summed where it began after the newest event. */
function countsOf({ clock, counts }: DefenderState, hour: number): readonly number[] {
  if (hour * HOUR_MS > clock.lastEventAt) return NONE;
  const last = (hour + 1) * BUCKETS_PER_HOUR - 1;
  const seen: number[] = [];
  for (const channel of CHANNELS) seen.push(sumBuckets(counts, channel, last, BUCKETS_PER_HOUR));
  return seen;
}

/** Adds a closed hour to the sums of the slow drip; a burst counts no more than a busy hour. */
function sumDrip(state: DefenderState, hour: number, seen: number, policy: DetectionPolicy): void {
  const { drip, baseline } = state;
  const rules = policy.detectors.D2;
  const size = policy.baseline.dispersion;
  const expected = ratePerHour(baseline, 'adverse', hour, policy);
  const count = Math.min(seen, rules.hourCountMax);
  const hourly = {
    ratio: rules.hourlyRatio,
    size,
    sumMax: rules.hourlyAlarm * rules.sumMaxFactor,
  };
  drip.hourly = inSteps(cusumStep(drip.hourly, { count, expected }, hourly));
  drip.dayCount += count;
  drip.dayExpected += expected;
  if (hour % HOURS_PER_DAY !== HOURS_PER_DAY - 1) return;
  const day = { count: drip.dayCount, expected: drip.dayExpected };
  const daily = { ratio: rules.dailyRatio, size, sumMax: rules.dailyAlarm * rules.sumMaxFactor };
  drip.daily = inSteps(cusumStep(drip.daily, day, daily));
  drip.dayCount = 0;
  drip.dayExpected = 0;
}

/** Adds a closed hour to the daily sum of reports: a walk through the archive makes no burst. */
function sumReports(
  state: DefenderState,
  hour: number,
  seen: number,
  policy: DetectionPolicy,
): void {
  const { drip, baseline } = state;
  const rules = policy.detectors.D7;
  drip.reportCount += seen;
  drip.reportExpected += ratePerHour(baseline, 'report', hour, policy);
  if (hour % HOURS_PER_DAY !== HOURS_PER_DAY - 1) return;
  const day = { count: drip.reportCount, expected: drip.reportExpected };
  const { sumMaxFactor } = policy.detectors.D2;
  const sums = { ratio: rules.dailyRatio, size: policy.baseline.dispersion };
  const sumMax = rules.dailyAlarm * sumMaxFactor;
  drip.reports = inSteps(cusumStep(drip.reports, day, { ...sums, sumMax }));
  drip.reportCount = 0;
  drip.reportExpected = 0;
}

function expire(state: DefenderState, atMs: number, policy: DetectionPolicy): void {
  const since = atMs - DAY_MS;
  expireRecent(state.recent, since);
  expireActors(state.actors, since);
  expireReports(state.reports, atMs - policy.detectors.D7.windowMs);
  expireSteps(state.signIns, since);
  expireDripActs(state.drip, atMs - policy.detectors.D2.windowMs);
  expireSightings(state.sightings, atMs, (detector) => policy.detectors[detector].keepMs);
  expireAmplify(state.amplify, since);
  expireMedia(state.media, since);
  expireViews(state.viewers, atMs - policy.detectors.D16.keepMs);
  expireSuppressSignals(state.suppress, since);
  expireOutage(state.outage, atMs - policy.detectors.D19.keepMs);
  expireCrew(state.crew, atMs - policy.time.recurrenceMs);
  admitQuarantined(state, atMs - policy.detectors.D14.quarantineMs);
  if (state.campaigns.length > 0) forgetOldCampaigns(state, atMs, policy);
  if (state.clock.lastEventAt <= since) compact(state);
}

function forgetOldCampaigns(state: DefenderState, atMs: number, policy: DetectionPolicy): void {
  for (const campaign of [...state.campaigns]) {
    const isOld = campaign.lastAt <= atMs - policy.time.recurrenceMs;
    if (isOld && campaign.tier === 'none') forgetCampaign(state, campaign);
  }
}

/** Circumstances of a sign-in that nothing spoke against for a day become known. */
function admitQuarantined(state: DefenderState, sinceMs: number): void {
  const { quarantine } = state.signIns;
  if (quarantine.length === 0) return;
  const bit = 1 << THREATS.indexOf('account-takeover');
  const taken = state.campaigns.some((c) => (c.threats & bit) !== 0 && c.lastAt > sinceMs);
  while (quarantine[0] !== undefined && quarantine[0].at <= sinceMs) {
    const admitted = quarantine.shift();
    if (admitted !== undefined && !taken) learnSignIn(state.signIns, admitted.circumstances);
  }
}

/** What an idle defender keeps: baselines, habits, and samples of campaigns. */
function compact(state: DefenderState): void {
  // Events of before are older than the lateness, so that they cannot come again.
  if (state.seen.ring.length > 0) state.seen = newSeenEvents();
  trimOwnTexts(state.ownTexts);
  trimCampaigns(state.campaigns);
  trimDripActs(state.drip);
  trimSightings(state.sightings);
  trimCrew(state.crew);
  trimReports(state.reports);
  trimMedia(state.media);
  state.clock.pending = 0;
}
