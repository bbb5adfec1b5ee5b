import type { BenignTest, Evidence } from '../finding.ts';
import type { DetectionPolicy } from '../policy.ts';
import type { ActorRecord } from '../state/actor-table.ts';
import type { RecentEvent } from '../state/recent-events.ts';
import type { DefenderState } from '../state/state.ts';
import { along } from '../statistics/curve.ts';
import {
  actorsOf,
  knownShare,
  leaningOfText,
  newcomers,
  recordsOf,
  type StanceOfMany,
  stanceOfMany,
} from '../statistics/member-statistics.ts';
import { cohortEvidence } from './cohort-evidence.ts';

/** Share of the actors who came by a visible way. */
export const WAY_TEMPLATE = 'exposure.share';

/** What the members of a campaign show together, whichever detectors found them. */
export interface SharedEvidence {
  readonly evidence: readonly Evidence[];
  readonly benign: readonly BenignTest[];
  readonly missing: readonly string[];
  readonly stance: StanceOfMany;
  /** Log-odds that what most say in nearly the same words is abuse. */
  readonly textLeaning: number | undefined;
  /** Share of those who spoke that link to one site, the same for all. */
  readonly oneSite: number;
  /** How many of the actors were there in the last day. */
  readonly present: number;
}

/**
 * Cohort, recurrence, exposure, hostility and the innocent explanations of a set of actors.
 *
 * @param around all who did the same, the actors among them
 */
export function sharedEvidence(
  state: DefenderState,
  actors: ReadonlySet<number>,
  around: ReadonlySet<number>,
  policy: DetectionPolicy,
): SharedEvidence {
  const records = recordsOf(state, actors);
  const fresh = newcomers(records);
  const spoken =
    actors.size === 0
      ? []
      : state.recent.events.filter((event) => event.speech && actors.has(event.actor));
  const stance = stanceOfMany(spoken, actors, policy);
  const missing: string[] = [];
  const evidence = [
    ...cohortEvidence(fresh, policy, missing),
    ...recurrenceEvidence(fresh, policy),
    ...exposureEvidence(around === actors ? records : recordsOf(state, around), policy, missing),
    ...hostilityEvidence(stance, spoken.length, policy, missing),
  ];
  const benign = benignTests(records, spoken, stance, policy);
  return {
    evidence,
    benign,
    missing,
    stance,
    textLeaning: leaningOfText(spoken, policy),
    oneSite: oneSiteShare(spoken),
    present: records.length,
  };
}

/** Whoever shares a piece mostly repeats its title: what they have in common is the piece. */
function oneSiteShare(spoken: readonly RecentEvent[]): number {
  const sharers = new Map<number, Set<number>>();
  for (const { actor, site } of spoken) {
    if (site !== 0) sharers.set(site, (sharers.get(site) ?? new Set()).add(actor));
  }
  const most = Math.max(0, ...[...sharers.values()].map(({ size }) => size));
  return most / Math.max(1, actorsOf(spoken).size);
}

function recurrenceEvidence(records: readonly ActorRecord[], policy: DetectionPolicy): Evidence[] {
  const returning = records.filter((record) => record.returning).length;
  if (returning < policy.recurrence.actorsMin) return [];
  const share = returning / records.length;
  return [
    {
      family: 'recurrence',
      template: 'recurrence.returning-actors',
      value: share,
      weight: along(policy.recurrence.share, share),
    },
  ];
}

function exposureEvidence(
  records: readonly ActorRecord[],
  policy: DetectionPolicy,
  missing: string[],
): Evidence[] {
  const { share, known } = knownShare(records, 'exposed');
  if (records.length > 0 && known < policy.exposure.knownMin) {
    missing.push('actor.surface');
    return [];
  }
  if (known === 0) return [];
  return [
    {
      family: 'exposure',
      template: WAY_TEMPLATE,
      value: share,
      known,
      weight: along(policy.exposure.share, share),
    },
  ];
}

function hostilityEvidence(
  stance: StanceOfMany,
  spoken: number,
  policy: DetectionPolicy,
  missing: string[],
): Evidence[] {
  if (spoken === 0) return [];
  if (stance.hostile === undefined || stance.supportive === undefined) {
    missing.push('verdicts');
    return [];
  }
  const { leaning, supportive, fullWeight } = policy.hostility;
  const belief = Math.min(1, stance.weight / fullWeight);
  return [
    {
      family: 'hostility',
      template: 'hostility.share',
      value: stance.hostile,
      weight: along(leaning, stance.leaning ?? 0),
    },
    {
      family: 'hostility',
      template: 'hostility.support',
      value: stance.supportive,
      weight: along(supportive, stance.supportive) * belief,
    },
  ];
}

/** Innocent explanations that this stream alone can test. */
function benignTests(
  records: readonly ActorRecord[],
  spoken: readonly RecentEvent[],
  stance: StanceOfMany,
  policy: DetectionPolicy,
): BenignTest[] {
  if (spoken.length === 0) return [];
  const rules = policy.benign;
  const share = (exemption: RecentEvent['exemption']) =>
    spoken.filter((event) => event.exemption === exemption).length / spoken.length;
  // One familiar person is no public.
  const { share: novel, known } = knownShare(records, 'novel');
  return [
    test('solidarity', stance.supportive ?? 0, rules.solidarity),
    test('share-template', share('share-template'), rules.shareTemplate),
    test('quotes-of-defender', share('own-quote'), rules.quotes),
    test('familiar-public', known < policy.exposure.knownMin ? 0 : 1 - novel, rules.familiar),
  ];
}

function test(
  hypothesis: string,
  value: number,
  rule: { readonly shareMin: number; readonly contribution: number },
): BenignTest {
  const supported = value >= rule.shareMin;
  return { hypothesis, supported, contribution: supported ? rule.contribution : 0 };
}
