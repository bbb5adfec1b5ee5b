import { TIERS } from '@hrd-shield/contracts';
import type { DetectedSignal } from '@hrd-shield/domain';
import type { Pseudonymiser } from '@hrd-shield/pipeline';
import type { Episode } from '@hrd-shield/world';
import { atEveryStep } from '../run/at-every-step.ts';
import { PSEUDONYMS } from '../run/designate.ts';
import { foldStream, type RunPolicies } from '../run/fold-stream.ts';
import { type ScreenedStream, screenStream } from '../run/screen-stream.ts';

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

interface Seen {
  highest: number;
  readonly posteriors: Map<string, number>;
}

/**
 * Plays a run through screening, detection and the stages across defenders. Nobody who joined
 * after the last signal is missing: signals come at every step, with equal scores and tiers.
 */
export async function ourAlarm(episode: Episode, policies: RunPolicies): Promise<OurAlarm> {
  const open = atEveryStep(policies);
  const stream = await screenStream(episode, open);
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
  note([...foldStream(stream.records, policies)]);
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
