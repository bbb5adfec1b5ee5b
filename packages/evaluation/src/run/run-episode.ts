import { TIERS } from '@hrd-shield/contracts';
import type { DetectedSignal, Observe } from '@hrd-shield/domain';
import type { Episode } from '@hrd-shield/world';
import { playRun } from '../plan/play-run.ts';
import { type RunSpec, runKey } from '../plan/run-spec.ts';
import { checkExplanations } from './check-explanations.ts';
import { foldStream, type RunPolicies } from './fold-stream.ts';
import type { Detection, ListedActors, RunRecord, RunSignal } from './run-record.ts';
import { type ScreenedStream, screenStream } from './screen-stream.ts';
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
  const stream = await screenStream(episode, policies);
  const found = detect(stream, policies, endOf(episode));
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

/** Highest posterior of each account over the signals of guard and above. */
function listedOf(signals: readonly DetectedSignal[], stream: ScreenedStream): ListedActors {
  const posteriors = new Map<string, number>();
  for (const signal of signals) {
    if (!isGuard(signal) || signal.defender !== stream.defender) continue;
    for (const { posterior, ref } of signal.actors) {
      posteriors.set(ref, Math.max(posterior, posteriors.get(ref) ?? 0));
    }
  }
  return {
    listed: [...posteriors].map(([ref, posterior]) => [
      Math.round(posterior * 1_000) / 1_000,
      stream.attackers.has(ref),
    ]),
    attackers: stream.attackers.size,
  };
}
