import { TIERS } from '@hrd-shield/contracts';
import type { DetectedSignal, DetectionPolicy } from '@hrd-shield/domain';
import { createInProcessStages, DetectionFold, type Pseudonymiser } from '@hrd-shield/pipeline';
import type { Episode } from '@hrd-shield/world';
import type { RunPolicies } from '../run/run-episode.ts';
import { PSEUDONYMS, type ScreenedStream, screenStream } from '../run/screen-stream.ts';

/** What the shield made of one run, by its own fixed rules. */
export interface OurAlarm {
  /** Guard or above at any defender of the run; in an attack, not before it. */
  readonly alarmed: boolean;
  /** Accounts listed as part of a campaign that reached guard. */
  readonly flagged: readonly string[];
}

const GUARD = TIERS.indexOf('guard');
/** @source detection notes, section 4: posterior of 0.8 */
const LISTED_MIN = 0.8;
/** Past the last event by more than the half hour between two looks at open campaigns. */
const END_MS = 2_100_000;

interface Seen {
  highest: number;
  readonly posteriors: Map<string, number>;
}

/**
 * Plays a run through screening, detection and the stages across defenders. Nobody who joined
 * after the last signal is missing: signals come at every step, with equal scores and tiers.
 */
export async function ourAlarm(episode: Episode, policies: RunPolicies): Promise<OurAlarm> {
  const policy: DetectionPolicy = {
    ...policies.policy,
    fusion: { ...policies.policy.fusion, reviseAtGrowth: 0 },
    posterior: { ...policies.policy.posterior, listMin: 0 },
  };
  const open = { ...policies, policy };
  const stream = await screenStream(episode, { ...open, pseudonyms: PSEUDONYMS });
  const seen = campaignsOf(stream, open);
  const reached = [...seen.values()].filter(({ highest }) => highest >= GUARD);
  const listed = new Set<string>();
  for (const { posteriors } of reached) {
    for (const [ref, posterior] of posteriors) if (posterior >= LISTED_MIN) listed.add(ref);
  }
  const accounts = accountsOf(episode, PSEUDONYMS);
  return {
    alarmed: reached.length > 0,
    flagged: [...listed].map((ref) => accounts.get(ref) ?? ref),
  };
}

function campaignsOf(stream: ScreenedStream, policies: RunPolicies): ReadonlyMap<string, Seen> {
  const seen = new Map<string, Seen>();
  const from = stream.hostileAt[0] ?? 0;
  const note = (signals: readonly DetectedSignal[]) => {
    for (const { actors, campaign, eventAt, tier } of signals) {
      if (eventAt < from) continue;
      const known = seen.get(campaign) ?? { highest: 0, posteriors: new Map<string, number>() };
      known.highest = Math.max(known.highest, TIERS.indexOf(tier));
      for (const { posterior, ref } of actors) {
        known.posteriors.set(ref, Math.max(posterior, known.posteriors.get(ref) ?? 0));
      }
      seen.set(campaign, known);
    }
  };
  const fold = new DetectionFold(policies.policy);
  const stages = createInProcessStages({ ...policies, pseudonyms: PSEUDONYMS });
  let offset = 0n;
  let reachedAt = 0;
  const next = (): bigint => {
    offset += 1n;
    return offset;
  };
  for (const record of stream.records) {
    if (record.kind === 'popular') {
      stages.takePopular(record.popular);
      continue;
    }
    note(fold.applyEvent(record.event, next()));
    for (const hint of stages.take(record.event)) note(fold.applyHint(hint, next()));
    reachedAt = Math.max(reachedAt, record.event.at);
    note(fold.applyWatermark(reachedAt, next()));
  }
  note(fold.applyWatermark(reachedAt + END_MS, next()));
  return seen;
}

/** Who is behind the pseudonyms of a run. */
function accountsOf(episode: Episode, pseudonyms: Pseudonymiser): ReadonlyMap<string, string> {
  const accounts = new Map<string, string>();
  for (const { data } of episode.events) {
    const account = (data.actor as { readonly account: string } | undefined)?.account;
    if (account !== undefined) accounts.set(pseudonyms.actor(account), account);
  }
  return accounts;
}
