import { TIERS } from '@hrd-shield/contracts';
import type { DetectedSignal, Observe } from '@hrd-shield/domain';
import type { Episode } from '@hrd-shield/world';
import { playRun } from '../plan/play-run.ts';
import { type RunSpec, runKey } from '../plan/run-spec.ts';
import { atEveryStep } from './at-every-step.ts';
import { checkExplanations } from './check-explanations.ts';
import { foldStream, type RunPolicies } from './fold-stream.ts';
import type { Detection, ListedActors, RunRecord, RunSignal } from './run-record.ts';
import { type Harm, type ScreenedStream, screenStream } from './screen-stream.ts';
import { TrailWriter } from './trail.ts';

const GUARD = TIERS.indexOf('guard');
/** Looks below every tier count as one campaign. */
const BELOW_TIERS = 'none';

/** Plays, screens and detects one run. */
export async function runSpec(
  spec: RunSpec,
  policies: RunPolicies,
  now: () => number,
): Promise<RunRecord> {
  const begun = now();
  const episode = playRun(spec);
  // Who attacked is asked of attacks alone.
  const rules = spec.group === 'attack' ? atEveryStep(policies) : policies;
  const stream = await screenStream(episode, rules);
  const found = detect(stream, rules, endOf(episode));
  return { ...recordOf(spec, episode, stream, found), computeMs: Math.round(now() - begun) };
}

interface Found {
  readonly signals: readonly DetectedSignal[];
  readonly peaks: RunRecord['peaks'];
  readonly trail: string | undefined;
}

function detect(stream: ScreenedStream, policies: RunPolicies, endsAt: number): Found {
  const trail = new TrailWriter();
  const peaks = new Map<string, number>();
  const startsAt = stream.hostileAt[0];
  const observe: Observe = (look) => {
    trail.add(look);
    // Of an attack only what is found in time counts.
    if (startsAt !== undefined && (look.at < startsAt || look.at > endsAt)) return;
    const { assessment, campaign = BELOW_TIERS } = look;
    peaks.set(campaign, Math.max(assessment.score, peaks.get(campaign) ?? 0));
  };
  const signals = [...foldStream(stream.records, policies, observe)];
  return { signals, peaks: [...peaks], trail: trail.pack() };
}

function recordOf(
  spec: RunSpec,
  episode: Episode,
  stream: ScreenedStream,
  { peaks, signals, trail }: Found,
): Omit<RunRecord, 'computeMs'> {
  const events = stream.records.flatMap((one) => (one.kind === 'event' ? [one.event] : []));
  const first = events[0]?.at ?? 0;
  const last = events.at(-1)?.at ?? first;
  const firstHostileAt = stream.hostileAt[0];
  const endsAt = endOf(episode);
  const inTime = signals.find(
    (signal) =>
      isGuard(signal) && signal.eventAt >= (firstHostileAt ?? last + 1) && signal.eventAt <= endsAt,
  );
  return {
    key: runKey(spec),
    spec,
    played: episode.truth?.scenario ?? spec.kind,
    ratePerHour: episode.ratePerHour,
    durationMs: last - first,
    defenders: stream.defenders,
    landed: events.length,
    dropped: stream.dropped,
    hostileEvents: stream.hostileAt.length,
    ...(firstHostileAt === undefined ? {} : { firstHostileAt }),
    endsAt,
    signals: signals.map(toRunSignal),
    peaks,
    ...(inTime === undefined ? {} : { detection: detectionOf(inTime, stream.hostileAt) }),
    ...(inTime === undefined ? {} : { actors: listedOf(signals, stream) }),
    attackers: stream.attackers.size,
    harms: stream.harms.map((harm) => coveredAfter(harm, signals, endsAt)),
    explanation: checkExplanations(signals, events),
    ...(trail === undefined ? {} : { trail }),
  };
}

/** End of what is played, its hostile events on any stream included; of ordinary life, its last event. */
function endOf({ events, streams, truth }: Episode): number {
  const elsewhere = streams.findLast(({ truth: of }) => of.hostile && of.campaign !== undefined);
  return truth === undefined
    ? (events.at(-1)?.at ?? 0)
    : Math.max(truth.endsAt, elsewhere?.at ?? 0);
}

function isGuard(signal: DetectedSignal): boolean {
  return TIERS.indexOf(signal.tier) >= GUARD;
}

function toRunSignal(signal: DetectedSignal): RunSignal {
  const { campaign, defender, eventAt, explanation, score, threat, tier } = signal;
  const families = [
    ...new Set(explanation.reasons.filter((r) => r.contribution > 0).map((r) => r.family)),
  ];
  return { at: eventAt, campaign, defender, tier, score, threat, families };
}

function detectionOf(signal: DetectedSignal, hostileAt: readonly number[]): Detection {
  const before = hostileAt.filter((at) => at <= signal.eventAt);
  return {
    hostileEvents: before.length,
    afterFirstMs: signal.eventAt - (hostileAt[0] ?? signal.eventAt),
    afterLatestMs: signal.eventAt - (before.at(-1) ?? signal.eventAt),
    directHarm: signal.directHarm,
  };
}

/**
 * Event time from a harm to the first signal of guard or above that tells of direct harm to the same
 * defender; none where one stands already.
 */
function coveredAfter(
  harm: Harm,
  signals: readonly DetectedSignal[],
  endsAt: number,
): number | null {
  const own = signals.filter(({ defender }) => defender === harm.defender);
  const telling = own.filter((signal) => isGuard(signal) && signal.directHarm);
  const stands = telling.some(({ campaign }) => {
    const last = own.findLast((other) => other.campaign === campaign && other.eventAt <= harm.at);
    return last !== undefined && isGuard(last);
  });
  if (stands) return 0;
  const first = telling.find(({ eventAt }) => eventAt >= harm.at && eventAt <= endsAt);
  return first === undefined ? null : first.eventAt - harm.at;
}

/** Highest posterior of each account in the campaigns that reached guard at the first defender. */
function listedOf(signals: readonly DetectedSignal[], stream: ScreenedStream): ListedActors {
  const from = stream.hostileAt[0] ?? 0;
  const own = signals.filter((one) => one.defender === stream.defender && one.eventAt >= from);
  const reached = new Set(own.filter(isGuard).map(({ campaign }) => campaign));
  const posteriors = new Map<string, number>();
  for (const { actors, campaign } of own) {
    if (!reached.has(campaign)) continue;
    for (const { posterior, ref } of actors) {
      posteriors.set(ref, Math.max(posterior, posteriors.get(ref) ?? 0));
    }
  }
  return {
    listed: [...posteriors].map(([ref, posterior]) => [
      Math.round(posterior * 1_000) / 1_000,
      stream.attackers.has(ref),
    ]),
  };
}
