import { type CloudEvent, DATA_CLASSES, type DefenderRef, TIERS } from '@hrd-shield/contracts';
import type { DetectedSignal, DetectionPolicy } from '@hrd-shield/domain';
import { createPseudonymiser } from '@hrd-shield/keys';
import { createScreenEvent, DetectionFold } from '@hrd-shield/pipeline';
import type { Episode } from '@hrd-shield/world';

/** What the shield made of one run, by its own fixed rules. */
export interface OurAlarm {
  /** Guard or above at any time, and at any defender of the run. */
  readonly alarmed: boolean;
  /** Accounts listed as part of a campaign that reached guard. */
  readonly flagged: readonly string[];
}

const GUARD = TIERS.indexOf('guard');
/** @source detection notes, section 4: posterior of 0.8 */
const LISTED_MIN = 0.8;
/** Past the last event by more than the half hour between two looks at open campaigns. */
const END_MS = 2_100_000;
const SOURCE = '/world';
const KEY_BYTES = 32;

/**
 * Plays the events through the screening and the fold of the product. Nobody who joined after the
 * last signal is missing: signals come at every step, with equal campaigns, scores and tiers.
 */
export async function ourAlarm(episode: Episode, policy: DetectionPolicy): Promise<OurAlarm> {
  const open: DetectionPolicy = {
    ...policy,
    fusion: { ...policy.fusion, reviseAtGrowth: 0 },
    posterior: { ...policy.posterior, listMin: 0 },
  };
  const accounts = new Map<string, string>();
  const keyed = createPseudonymiser(new Uint8Array(KEY_BYTES));
  const actor = (account: string) => {
    const ref = keyed.actor(account);
    accounts.set(ref, account);
    return ref;
  };
  let at = 0;
  const screen = createScreenEvent(
    { pseudonyms: { ...keyed, actor }, now: () => at },
    { futureMs: 0, latenessMs: policy.time.latenessMs },
  );
  const fold = new DetectionFold(open);
  const seen = new Map<string, { highest: number; posteriors: Map<string, number> }>();
  const note = (signals: readonly DetectedSignal[]) => {
    for (const { actors, campaign, tier } of signals) {
      const known = seen.get(campaign) ?? { highest: 0, posteriors: new Map<string, number>() };
      known.highest = Math.max(known.highest, TIERS.indexOf(tier));
      for (const { posterior, ref } of actors) {
        known.posteriors.set(ref, Math.max(posterior, known.posteriors.get(ref) ?? 0));
      }
      seen.set(campaign, known);
    }
  };
  let offset = 0n;
  for (const event of episode.events) {
    at = event.at;
    const result = await screen({
      event: envelopeOf(event),
      key: event.key,
      designated: designatedAs(event.key),
      appendedAt: at,
      reachedAt: at,
    });
    if (result.kind !== 'ok') continue;
    note(fold.applyEvent(result.value, offset));
    note(fold.applyWatermark(at, offset + 1n));
    offset += 2n;
  }
  note(fold.applyWatermark(at + END_MS, offset));
  const campaigns = [...seen.values()].filter(({ highest }) => highest >= GUARD);
  const listed = campaigns.flatMap(({ posteriors }) =>
    [...posteriors].filter(([, posterior]) => posterior >= LISTED_MIN).map(([ref]) => ref),
  );
  return {
    alarmed: campaigns.length > 0,
    flagged: [...new Set(listed)].map((ref) => accounts.get(ref) ?? ref),
  };
}

function envelopeOf(event: Episode['events'][number]): CloudEvent {
  return {
    specversion: '1.0',
    id: event.id,
    source: SOURCE,
    type: event.type,
    time: new Date(event.at).toISOString(),
    data: event.data,
  };
}

const CLASSES: ReadonlySet<(typeof DATA_CLASSES)[number]> = new Set(DATA_CLASSES);

function designatedAs(account: string) {
  return {
    ref: `d_${account}` as DefenderRef,
    version: 1,
    state: 'active',
    probe: false,
    expiresAt: Number.MAX_SAFE_INTEGER,
    dataClasses: CLASSES,
  } as const;
}
