import type { DemoSource } from './demo-source.ts';
import type { RefByAccount } from './designate-city.ts';
import { createEmissionLog, type EmissionLog } from './emission-log.ts';
import { type Played, type PlayProgress, playEvents } from './play-events.ts';
import { ingestCounts, type Stage } from './stage.ts';
import type { ServiceGroup } from './start-services.ts';
import { withdrawConsent } from './withdraw-consent.ts';

export interface PlayedSource extends Played {
  readonly emission: EmissionLog;
  /** Wall time from each withdrawal to its effect, ms. */
  readonly withdrawalMs: readonly number[];
}

const DRAIN_MS = 120_000;

/** Plays the whole source into the firehose; consent withdrawn on the way takes hold before it goes on. */
export async function playSource(
  source: DemoSource,
  stage: Stage,
  deps: {
    readonly services: ServiceGroup;
    readonly refs: RefByAccount;
    readonly onProgress: (progress: PlayProgress) => void;
  },
): Promise<PlayedSource> {
  const { refs, services } = deps;
  const emission = createEmissionLog();
  const withdrawalMs: number[] = [];
  const cues = source.withdrawals.map(({ account, at }) => ({
    at,
    act: async (): Promise<void> => {
      const ref = refs.get(account);
      if (ref === undefined) return;
      await stage.progress.untilTaken('ingest', DRAIN_MS);
      const { designations: before } = await ingestCounts(services);
      const hasTakenHold = async (): Promise<boolean> =>
        (await ingestCounts(services)).designations < before;
      const tookMs = await withdrawConsent(ref, {
        at: stage.at,
        registry: stage.registry,
        hasTakenHold,
      });
      withdrawalMs.push(tookMs);
    },
  }));
  const played = await playEvents(
    source.events(),
    {
      emitter: stage.emitter,
      log: emission,
      behind: async (emitted) => emitted - (await ingestCounts(services)).consumed,
      now: () => Date.now(),
      onProgress: deps.onProgress,
    },
    { cues, behindMax: behindMaxOf(source) },
  );
  return { ...played, emission, withdrawalMs };
}

const HOURS_MS = 3_600_000;
const BEHIND_MIN = 2_000;

/** What is on its way stays within an hour of event time, so that topics are read in step. */
function behindMaxOf(source: DemoSource): number {
  const hours = (source.endAt - source.startAt) / HOURS_MS;
  return Math.max(BEHIND_MIN, Math.floor(source.eventCount / hours));
}
