import { type Threat, TIERS, type Tier } from '@hrd-shield/contracts';

/** The part of a signal that a comparison reads. */
export interface SignalFact {
  readonly campaign: string;
  readonly defender: string;
  readonly threat: Threat;
  readonly tier: Tier;
  readonly score: number;
  readonly firstEventAt: number;
  readonly eventAt: number;
}

/** Where and in what language a campaign took place, as far as known. */
export interface Setting {
  readonly language: string;
  readonly region: string;
}

/** How a campaign is treated otherwise. */
export interface ReachChange extends Setting {
  readonly change: 'added' | 'dropped' | 'moved';
  readonly tier: Tier;
  readonly threat: Threat;
  readonly defender: string;
  readonly campaign: string;
  /** Event time of the crossing, epoch ms; absent where there is none. */
  readonly before?: number;
  readonly after?: number;
  readonly scoreBefore: number;
  readonly scoreAfter: number;
}

export interface ReachCounts {
  added: number;
  dropped: number;
  moved: number;
  same: number;
}

export interface Comparison {
  readonly changes: readonly ReachChange[];
  readonly total: ReachCounts;
  readonly by: Readonly<
    Record<'tier' | 'threat' | 'language' | 'region', Readonly<Record<string, ReachCounts>>>
  >;
}

/** A campaign of one run: when it first reached each tier or a higher one. */
interface Reach {
  readonly campaign: string;
  readonly defender: string;
  threat: Threat;
  readonly from: number;
  to: number;
  score: number;
  readonly at: Map<Tier, number>;
}

const ACTING: readonly Tier[] = ['watch', 'guard', 'shield'];
/** Rules can find the first event of one campaign a little earlier or later. */
const SLACK_MS = 3_600_000;

/**
 * Compares two runs over the same events. A campaign of one run is that of the other when they have
 * one id, or one defender and overlapping times.
 */
export function compareReach(
  before: readonly SignalFact[],
  after: readonly SignalFact[],
  settingOf: (defender: string) => Setting,
): Comparison {
  const old = reachesOf(before);
  const fresh = reachesOf(after);
  const changes: ReachChange[] = [];
  const counts = newCounts();
  for (const [was, is] of pairsOf(old, fresh)) {
    const one = is ?? was;
    if (one === undefined) continue;
    const setting = settingOf(one.defender);
    for (const tier of ACTING) {
      const [from, to] = [was?.at.get(tier), is?.at.get(tier)];
      if (from === undefined && to === undefined) continue;
      const change =
        from === undefined
          ? 'added'
          : to === undefined
            ? 'dropped'
            : from === to
              ? 'same'
              : 'moved';
      count(counts, change, { tier, threat: one.threat, ...setting });
      if (change === 'same') continue;
      changes.push({
        ...{ change, tier, threat: one.threat, ...setting },
        ...{ defender: one.defender, campaign: one.campaign },
        ...(from === undefined ? {} : { before: from }),
        ...(to === undefined ? {} : { after: to }),
        ...{ scoreBefore: was?.score ?? 0, scoreAfter: is?.score ?? 0 },
      });
    }
  }
  return { changes, ...counts };
}

function reachesOf(facts: readonly SignalFact[]): readonly Reach[] {
  const reaches = new Map<string, Reach>();
  for (const { campaign, defender, threat, tier, score, firstEventAt, eventAt } of facts) {
    const reach = reaches.get(campaign) ?? {
      ...{ campaign, defender, threat, from: firstEventAt, to: eventAt, score: 0 },
      at: new Map<Tier, number>(),
    };
    reaches.set(campaign, reach);
    if (score > reach.score) reach.threat = threat;
    reach.score = Math.max(reach.score, score);
    if (tier === 'none') continue;
    reach.to = Math.max(reach.to, eventAt);
    for (const each of ACTING) {
      if (TIERS.indexOf(each) > TIERS.indexOf(tier)) continue;
      reach.at.set(each, Math.min(eventAt, reach.at.get(each) ?? eventAt));
    }
  }
  return [...reaches.values()];
}

function pairsOf(
  old: readonly Reach[],
  fresh: readonly Reach[],
): readonly (readonly [Reach | undefined, Reach | undefined])[] {
  const open = new Set(fresh);
  const take = (fits: (one: Reach) => boolean): Reach | undefined => {
    const found = [...open].find(fits);
    if (found !== undefined) open.delete(found);
    return found;
  };
  const byId = old.map((was) => [was, take(({ campaign }) => campaign === was.campaign)] as const);
  const pairs = byId.map(([was, is]) => [was, is ?? take((one) => overlaps(was, one))] as const);
  return [...pairs, ...[...open].map((is) => [undefined, is] as const)];
}

function overlaps(a: Reach, b: Reach): boolean {
  return a.defender === b.defender && a.from <= b.to + SLACK_MS && b.from <= a.to + SLACK_MS;
}

type Kind = keyof ReachCounts;

interface Counts {
  readonly total: ReachCounts;
  readonly by: Record<'tier' | 'threat' | 'language' | 'region', Record<string, ReachCounts>>;
}

function newCounts(): Counts {
  return { total: none(), by: { tier: {}, threat: {}, language: {}, region: {} } };
}

function none(): ReachCounts {
  return { added: 0, dropped: 0, moved: 0, same: 0 };
}

function count(
  counts: Counts,
  kind: Kind,
  of: Readonly<Record<'tier' | 'threat' | 'language' | 'region', string>>,
): void {
  counts.total[kind] += 1;
  for (const name of ['tier', 'threat', 'language', 'region'] as const) {
    const cell = counts.by[name][of[name]] ?? none();
    counts.by[name][of[name]] = cell;
    cell[kind] += 1;
  }
}
